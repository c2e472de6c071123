/**
 * graphql-ws goes on while the server is killed and started again: of the journal nothing is lost and nothing comes twice, and
 * changes of a proposal are told again without anybody asking for them anew.
 */

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
import { PROGRAM, ask, run, signIn, until } from "./server.mjs";

const FOLLOW = "subscription($after: String!) { journal(after: $after) { cursor kind } }";
const READ = "query($after: String) { journal(first: 100, after: $after) { nodes { cursor kind } pageInfo { hasNextPage endCursor } } }";
const CHANGES = "subscription($id: ID!) { proposalChanged(filter: { id: $id }) { kind proposal { id } } }";
const SAY = "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { message } } }";

const TOGGLE = (field) => `mutation($input: ProposalIdInput!) { answer: ${field}(input: $input) { errors { code } } }`;

test("subscriptions outlive the server", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(`${tmpdir()}/rembug-journal-`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = { REMBUG_DATA_DIR: folder, REMBUG_LISTEN: `127.0.0.1:${port}` };
  const loaded = await run(PROGRAM, ["demo"], settings);
  assert.equal(loaded.code, 0, loaded.err);
  let server = await start(settings, url);
  const cookie = await signIn(url, "warga@demo.rembug");
  const proposal = (await ask(url, "{ proposals(first: 1) { nodes { id } } }")).answer.data.proposals.nodes[0].id;
  const say = async (body) => {
    const { answer } = await ask(url, SAY, { input: { proposalId: proposal, body } }, { cookie });
    assert.deepEqual(answer.data?.addComment.errors, [], JSON.stringify(answer));
  };

  const toggle = async (field, id) => (await ask(url, TOGGLE(field), { input: { id } }, { cookie })).answer.data?.answer.errors;
  const supported = await firstOf((await ask(url, "{ proposals(first: 100) { nodes { id } } }")).answer.data.proposals.nodes,
    async ({ id }) => (await toggle("supportProposal", id))?.length === 0);

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
  const changes = [];
  const failed = new Promise((_, reject) => {
    const follow = (question, take) => client.subscribe(question, {
      next: ({ data, errors }) => (errors ? reject(new Error(JSON.stringify(errors))) : take(data)),
      error: reject,
      complete: () => reject(new Error("the subscription ended")),
    });
    follow({ query: FOLLOW, variables }, ({ journal: entry }) => {
      variables.after = entry.cursor;
      seen.push(entry);
    });
    follow({ query: CHANGES, variables: { id: supported.id } }, ({ proposalChanged: change }) => changes.push(change));
  });
  // A change is told once the server has taken the subscription up: until then it is made again.
  const changeIsTold = async () => {
    const before = changes.length;
    await until(async () => {
      await toggle("withdrawSupport", supported.id);
      await toggle("supportProposal", supported.id);
      return changes.length > before;
    });
  };
  const story = async () => {
    await changeIsTold();
    for (let number = 1; number <= 20; number++) await say(`Sebelum mati ${number}`);
    // Whatever is on its way at this moment is torn off.
    server.kill("SIGKILL");
    await once(server, "exit");
    server = await start(settings, url);
    await changeIsTold();
    for (let number = 1; number <= 20; number++) await say(`Sesudah hidup ${number}`);
    const record = await journal(url);
    await until(() => seen.at(-1)?.cursor === record.at(-1).cursor);
    assert.ok(connected >= 2, "the client never came back");
    assert.ok(record.filter((event) => event.kind === "comment.added").length >= 40, JSON.stringify(record.at(-1)));
    assert.deepEqual(seen, record);
    assert.ok(changes.every((change) => change.proposal.id === supported.id), JSON.stringify(changes));
  };
  try {
    await Promise.race([story(), failed]);
  } finally {
    await client.dispose();
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The first for which it holds. */
async function firstOf(all, holds) {
  for (const one of all) if (await holds(one)) return one;
  throw new Error("there is none");
}

async function start(settings, url) {
  const server = spawn(PROGRAM, ["serve"], { env: { ...env, ...settings }, stdio: ["ignore", "ignore", "inherit"] });
  await until(async () => {
    assert.equal(server.exitCode, null, "the server ended by itself");
    return fetch(`${url}/readyz`).then((response) => response.ok, () => false);
  });
  return server;
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
