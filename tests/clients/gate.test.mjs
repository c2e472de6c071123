/** The gate in front of the schema refuses each kind of break, and lets go what was deprecated a release before. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as gate from "./gate.mjs";
import { breakingChanges, shape } from "./gate.mjs";

const RELEASED = `
  interface Node { id: ID! }
  union Found = Plan | Proposal
  enum Status { DRAFT REJECTED }
  type Plan implements Node { id: ID! }
  type Proposal implements Node { id: ID! title: String! note: String status: Status! plans(first: Int, text: String): [Plan!]! }
  input Filter { text: String years: [Int!] }
  type Query { proposals(filter: Filter, first: Int!): [Proposal!]! found: [Found!]! node: Node }
`;

/** The released schema with one thing changed. */
function changed(from, to, released = RELEASED) {
  const served = released.replace(from, to);
  assert.notEqual(served, released, `${from} is not there`);
  return breakingChanges(released, served);
}

const BREAKS = [
  ["a field is removed", "note: String", "", /Proposal.note was removed/],
  ["a type is removed", /\bPlan\b/g, "Idea", /^Plan was removed/],
  ["an argument is removed", ", text: String)", ")", /Proposal.plans arg text was removed/],
  ["an enum value is removed", "DRAFT REJECTED", "DRAFT", /REJECTED was removed/],
  ["an input field is removed", "years: [Int!]", "", /Filter.years was removed/],
  ["a new argument is required", "first: Int!)", "first: Int!, by: String!)", /required arg by/i],
  ["a new input field is required", "text: String years", "text: String! kind: Int! years", /kind/],
  ["an argument becomes required", "filter: Filter,", "filter: Filter!,", /filter has changed type/],
  ["an input field becomes required", "years: [Int!]", "years: [Int!]!", /Filter.years changed type/],
  ["an answer may become null", "title: String!", "title: String", /Proposal.title changed type/],
  ["a list becomes one thing", "plans(first: Int, text: String): [Plan!]!", "plans(first: Int, text: String): Plan!", /Proposal.plans changed type/],
  ["a type becomes another", "note: String", "note: Int", /Proposal.note changed type/],
  ["a union loses a member", "Found = Plan | Proposal", "Found = Proposal", /Plan was removed from union/],
  ["a type leaves an interface", "type Plan implements Node", "type Plan", /Node/],
];

for (const [name, from, to, expected] of BREAKS) {
  test(`refused: ${name}`, () => {
    const broken = changed(from, to);
    assert.ok(broken.some((change) => expected.test(change)), `${broken}`);
  });
}

const FITS = [
  ["a new field", "note: String", "note: String sector: String"],
  ["a new optional argument", "first: Int!)", "first: Int!, by: String)"],
  ["a new enum value", "DRAFT REJECTED", "DRAFT MERGED REJECTED"],
  ["an answer that is never null any more", "note: String", "note: String!"],
  ["an argument that may be left out", "first: Int!)", "first: Int)"],
  ["a deprecation", "note: String", 'note: String @deprecated(reason: "Say it in words.")'],
  ["other words", "type Plan", '"A plan (rencana)." type Plan'],
];

for (const [name, from, to] of FITS) {
  test(`taken: ${name}`, () => assert.deepEqual(changed(from, to), []));
}

test("what a release called deprecated may go in the next, with what only it led to", () => {
  const deprecated = RELEASED.replace("node: Node }", 'node: Node old: Old @deprecated }  type Old { by: OldKind! } enum OldKind { A B }')
    .replace("note: String", "note: String @deprecated")
    .replace("DRAFT REJECTED", "DRAFT @deprecated REJECTED")
    .replace(", text: String)", ", text: String @deprecated)");
  assert.deepEqual(breakingChanges(RELEASED, deprecated), []);
  const gone = RELEASED.replace("note: String", "").replace("DRAFT REJECTED", "REJECTED").replace(", text: String)", ")");
  assert.deepEqual(breakingChanges(deprecated, gone), []);
  // Without the release in between each of these is a break.
  assert.equal(breakingChanges(RELEASED, gone).length, 3);
});

test("the promise holds the shape alone, as a release writes it", () => {
  const promised = readFileSync(gate.RELEASED, "utf8");
  assert.equal(shape(promised), promised);
  const wordy = '"A plan (rencana)."\ntype Query {\n  "Its number."\n  plan(\n    "Which one."\n    id: ID = 1): Int @deprecated(reason: "Old.")\n}\n';
  assert.equal(shape(wordy), 'type Query {\n  plan(id: ID = 1): Int @deprecated(reason: "Old.")\n}\n');
});
