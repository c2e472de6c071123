/**
 * Measures one server, and prints what it found as JSON: `node measure.mjs WHICH ADDRESS PROCESS FOLDER PART`.
 *
 * WHICH is `rembug` or `hocuspocus`. Rembug runs first, and leaves the plan with which both begin in FOLDER. PART is `typing`
 * in one plan, which also begins many plans, or `plans`, which opens these; the server is started anew in between.
 */

import { readFileSync, writeFileSync } from "node:fs";
import * as Y from "yjs";
import { Load, sleep } from "./load.mjs";
import { Hocuspocus, Rembug } from "./peers.mjs";

const PEOPLE = 50;
/** How fast a person types. */
const KEYS = 5;
const PLANS = 500;
/** Of these, so many are opened before memory is counted: what a server sets up once is not a plan's. */
const FIRST = 20;
/** Keys a second of fifty people together, until the server no longer keeps up. */
const LADDER = [500, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000];
/** Beyond that it does not keep up. */
const LATE = 500;

const [which, address, server, folder, part] = process.argv.slice(2);
const beginning = `${folder}/beginning.bin`;
const begun = `${folder}/${which}.json`;

async function peer() {
  if (which === "hocuspocus") return new Hocuspocus(address, readFileSync(beginning));
  const rembug = new Rembug(address);
  await rembug.signIn(PEOPLE);
  if (part === "plans") return rembug;
  const plan = await rembug.begin(1);
  const doc = new Y.Doc();
  await new Promise((here) => {
    const hear = { update: (bytes) => here(Y.applyUpdate(doc, bytes)), answer() {} };
    const connection = rembug.connect(plan, 0, hear);
    connection.isOpen.then(() => connection.greet(doc.clientID));
  });
  writeFileSync(beginning, Y.encodeStateAsUpdate(doc));
  return rembug;
}

/** Seconds of processor that the server has had. */
function processor() {
  const fields = readFileSync(`/proc/${server}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function megabytes() {
  return (Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${server}/status`, "utf8"))[1]) * 1_024) / 1e6;
}

/** So many people type into one plan. */
async function one(target, people, perSecond, seconds) {
  const load = new Load();
  // Somebody has to look.
  const each = Math.max(people, 2);
  await load.open(target, [await target.begin(each)], each);
  const before = processor();
  const result = await load.type(load.editors.slice(0, people), perSecond, seconds);
  result.server = (processor() - before) / result.seconds;
  load.close();
  await sleep(500);
  return result;
}

async function ladder(target) {
  let best = null;
  for (const perSecond of LADDER) {
    const result = await one(target, PEOPLE, perSecond, 5);
    result.keepsUp = result.isComplete && result.perSecond > 0.95 * perSecond && result.seen.p95 < LATE;
    if (!result.keepsUp) return best;
    best = { ...result, offered: perSecond };
  }
  return best;
}

async function typing(target) {
  const result = {};
  for (const people of [1, 10, 50]) result[people] = await one(target, people, people * KEYS, 10);
  result.ladder = await ladder(target);
  const plans = [];
  for (let n = 0; n < PLANS; n++) plans.push(await target.begin(2));
  writeFileSync(begun, JSON.stringify(plans));
  // The server is started anew after this: what it has only in memory would be lost.
  await sleep(target.storesWithin);
  return result;
}

/** Plans that are open, each with somebody who looks at it; then somebody else types into each. */
async function plans(target) {
  const plans = JSON.parse(readFileSync(begun));
  const open = new Load();
  await open.open(target, plans.slice(0, FIRST), 1);
  await sleep(3_000);
  const before = megabytes();
  await open.open(target, plans.slice(FIRST), 1);
  await sleep(3_000);
  const result = { kilobytes: ((megabytes() - before) * 1_000) / (PLANS - FIRST) };
  const used = processor();
  await sleep(5_000);
  result.atRest = (processor() - used) / 5;
  open.close();
  const load = new Load();
  await load.open(target, plans, 2);
  const start = processor();
  const typists = load.editors.filter((editor) => editor.who === 0);
  result.typing = await load.type(typists, PLANS, 10);
  result.typing.server = (processor() - start) / result.typing.seconds;
  result.megabytes = megabytes();
  load.close();
  return result;
}

const target = await peer();
console.log(JSON.stringify(await (part === "plans" ? plans : typing)(target)));
process.exit(0);
