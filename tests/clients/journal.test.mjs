/** graphql-ws follows the journal while the server is killed and started again: nothing is lost, nothing comes twice. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { env } from "node:process";
import { test } from "node:test";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { PROGRAM, ask, run, until } from "./server.mjs";

const FOLLOW = "subscription($after: String!) { journal(after: $after) { cursor kind } }";
const READ = "query($after: String) { journal(first: 100, after: $after) { nodes { cursor kind } pageInfo { hasNextPage endCursor } } }";
const SAY = "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { message } } }";

test("a subscription outlives the server", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(`${tmpdir()}/rembug-journal-`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = { REMBUG_DATA_DIR: folder, REMBUG_LISTEN: `127.0.0.1:${port}` };
  const loaded = await run(PROGRAM, ["demo"], settings);
  assert.equal(loaded.code, 0, loaded.err);
  let server = await start(settings, url);
  const cookie = await signIn(url);
  const proposal = (await ask(url, "{ proposals(first: 1) { nodes { id } } }")).answer.data.proposals.nodes[0].id;
  const say = async (body) => {
    const { answer } = await ask(url, SAY, { input: { proposalId: proposal, body } }, { cookie });
    assert.deepEqual(answer.data?.addComment.errors, [], JSON.stringify(answer));
  };

  const client = createClient({
    url: `${url.replace("http", "ws")}/graphql/ws`,
    webSocketImpl: WebSocket,
    retryAttempts: Infinity,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 100)),
    shouldRetry: () => true,
  });
  let connected = 0;
  client.on("connected", () => connected++);
  const seen = [];
  // What is sent again after a break are these variables: they hold how far one has come.
  const variables = { after: "0" };
  const failed = new Promise((_, reject) => {
    client.subscribe({ query: FOLLOW, variables }, {
      next: ({ data, errors }) => {
        if (errors) return reject(new Error(JSON.stringify(errors)));
        variables.after = data.journal.cursor;
        seen.push(data.journal);
      },
      error: reject,
      complete: () => reject(new Error("the subscription ended")),
    });
  });
  const story = async () => {
    for (let number = 1; number <= 20; number++) await say(`Sebelum mati ${number}`);
    // Whatever is on its way at this moment is torn off.
    server.kill("SIGKILL");
    await once(server, "exit");
    server = await start(settings, url);
    for (let number = 1; number <= 20; number++) await say(`Sesudah hidup ${number}`);
    const record = await journal(url);
    await until(() => seen.at(-1)?.cursor === record.at(-1).cursor);
    assert.ok(connected >= 2, "the client never came back");
    assert.ok(record.filter((event) => event.kind === "comment.added").length >= 40, JSON.stringify(record.at(-1)));
    assert.deepEqual(seen, record);
  };
  try {
    await Promise.race([story(), failed]);
  } finally {
    await client.dispose();
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});

async function start(settings, url) {
  const server = spawn(PROGRAM, ["serve"], { env: { ...env, ...settings }, stdio: ["ignore", "ignore", "inherit"] });
  await until(async () => {
    assert.equal(server.exitCode, null, "the server ended by itself");
    return fetch(`${url}/readyz`).then((response) => response.ok, () => false);
  });
  return server;
}

async function signIn(url) {
  const mutation = "mutation($input: SignInInput!) { signIn(input: $input) { viewer { account { id } } } }";
  const { headers } = await ask(url, mutation, { input: { contact: "warga@demo.rembug", password: "rembug-demo" } });
  return headers.get("set-cookie").split(";")[0];
}

/** The whole public record, page by page. */
async function journal(url) {
  const all = [];
  for (let after = null, more = true; more; ) {
    const { nodes, pageInfo } = (await ask(url, READ, { after })).answer.data.journal;
    all.push(...nodes);
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  return all;
}

async function freePort() {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
