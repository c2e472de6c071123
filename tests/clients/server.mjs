/** The server that xtask started for these tests, and ways to ask it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { env } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** With the sample data. */
export const URL_OF_SERVER = env.REMBUG_URL;
/** The program itself. */
export const PROGRAM = env.REMBUG_PROGRAM;
/** A Python with what requirements.txt lists. */
export const PYTHON = env.REMBUG_PYTHON;

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The example questions by name. */
export function examples() {
  const folder = `${ROOT}docs/examples/`;
  return readdirSync(folder).map((name) => ({ name, path: folder + name, text: readFileSync(folder + name, "utf8") }));
}

/** What a program said, once it has ended. */
export async function run(program, words, settings = {}) {
  const child = spawn(program, words, { env: { ...env, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const [code] = await once(child, "close");
  return { code, out, err };
}

/** The whole answer to a question. */
export async function ask(url, query, variables = {}, headers = {}) {
  const request = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ query, variables }) };
  const response = await fetch(`${url}/graphql`, request);
  return { answer: await response.json(), headers: response.headers };
}

/** The session's cookie of somebody of the sample data. */
export async function signIn(url, contact) {
  const mutation = "mutation($input: SignInInput!) { signIn(input: $input) { viewer { account { id } } } }";
  const { headers } = await ask(url, mutation, { input: { contact, password: "rembug-demo" } });
  return headers.get("set-cookie").split(";")[0];
}

/** Waits until a condition holds; a test that waits for good is ended by its own time limit. */
export async function until(holds) {
  while (!(await holds())) await pause(50);
}
