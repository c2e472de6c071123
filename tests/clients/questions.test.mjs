/** Every question that docs/api.md shows is found, wherever it stands, and what is none does not pass for one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSchema } from "graphql";
import { isComplete, questions } from "./questions.mjs";

const SCHEMA = buildSchema(`
  type Query { region: Region! proposals(first: Int, filter: String): [Region!]! }
  type Region { code: String! }
  type Mutation { signOut: Boolean! }
  type Subscription { journal(after: String): Region! }
`);

const find = (guide) => questions(guide, SCHEMA).map(({ text }) => text);

test("in a block, in a sentence, with and without its braces", () => {
  const guide = "Ask\n\n```graphql\n{ region { code } }\n```\n\nor `region { code }`, `{ region { code } }`, `proposals(first: 1) { code }`,\n"
    + "`journal { code }`, but not `region`, `code { x }`, `{id, url}`, `{\"a\": 1}`, `proposals(first, filter)` or `Region.code`.\n";
  assert.deepEqual(find(guide), [
    "{ region { code } }",
    "query { region { code } }",
    "{ region { code } }",
    "query { proposals(first: 1) { code } }",
    "subscription { journal { code } }",
  ]);
});

test("what would be missed, and what is not there, fails", () => {
  for (const guide of [
    "Ask\n\n    { region { code } }\n\nso.\n",
    "Ask\n\n    query Code { region { code } }\n",
    "```\n{ region { code } }\n```\n",
    "Ask `proposals(first, words)`.\n",
    "Ask for `Region.name`.\n",
  ]) {
    assert.throws(() => find(guide), assert.AssertionError, guide);
  }
});

test("complete is what needs nothing more and changes nothing", () => {
  assert.ok(isComplete("{ region { code } }") && isComplete("query($a: Int, $b: Int! = 1) { region { code } }"));
  for (const text of ["query($a: Int!) { region { code } }", "mutation { signOut }", "subscription { journal { code } }"]) {
    assert.ok(!isComplete(text), text);
  }
});
