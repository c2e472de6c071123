/** graphql-js and gql, the clients that people use, understand every question that is written down, and get answers. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { buildSchema, parse, validate } from "graphql";
import { isComplete, questions } from "./questions.mjs";
import { PROGRAM, PYTHON, ROOT, URL_OF_SERVER, ask, examples, run, signIn } from "./server.mjs";

const schema = buildSchema(readFileSync(`${ROOT}backend/schema.graphql`, "utf8"));
const printed = await run(PROGRAM, ["documents"]);
const documents = JSON.parse(printed.out);

function valid(name, text) {
  assert.deepEqual(validate(schema, parse(text)).map((error) => error.message), [], name);
}

test("graphql-js finds every question of the app valid", () => {
  assert.ok(Object.keys(documents).length > 50);
  for (const [name, text] of Object.entries(documents)) valid(name, text);
});

/** Where sixty sample proposals hold no answer, the same is asked of more of them. */
const WIDER = { "refusals.graphql": { areas: ["33.02"], sectors: null } };

for (const { name, path, text } of examples()) {
  test(`the example ${name} is valid, answered from the sample data, and a table`, async () => {
    valid(name, text);
    const variables = WIDER[name] ?? {};
    const { answer } = await ask(URL_OF_SERVER, text, variables);
    assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
    const { cost } = answer.extensions;
    assert.ok(cost.requested <= cost.limit / 10, `${name} costs ${cost.requested} of ${cost.limit}`);
    const table = await run(PROGRAM, ["query", path, "--server", URL_OF_SERVER, "--variables", JSON.stringify(variables)]);
    assert.equal(table.code, 0, table.err);
    assert.ok(table.out.split("\n").length > 2, `${name} found nothing:\n${JSON.stringify(answer)}`);
  });
}

const shown = questions(readFileSync(`${ROOT}docs/api.md`, "utf8"), schema);
/** Some are about oneself and one's office. */
const cookie = await signIn(URL_OF_SERVER, "desa@demo.rembug");

test("the documentation shows questions of every kind", () => {
  assert.ok(shown.length >= 5, `${shown.length}`);
  assert.ok(shown.filter(({ text }) => isComplete(text)).length >= 5, "most can be tried as they stand");
});

for (const { text, line } of shown) {
  test(`the question in line ${line} of docs/api.md is valid, and answered when it is complete`, async () => {
    valid(text, text);
    if (!isComplete(text)) return;
    const { answer } = await ask(URL_OF_SERVER, text, {}, { cookie });
    assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
    for (const [field, value] of Object.entries(answer.data)) assert.notEqual(value, null, field);
  });
}

test("the explorer and the documentation show every example", () => {
  const [explorer, guide] = ["frontend/js/explorer/examples.ts", "docs/api.md"].map((file) => readFileSync(ROOT + file, "utf8"));
  for (const { name, text } of examples()) {
    assert.ok(explorer.includes(`docs/examples/${name}`), `the explorer lacks ${name}`);
    assert.ok(guide.includes(`examples/${name}`), `docs/api.md lacks ${name}`);
    assert.match(text, /^# .+[?.]\n# .+[?.]\n(query|subscription) \w+/, `${name} begins with what it asks, in Indonesian and in English`);
  }
});

test("gql finds every question valid by the server's own schema, and runs the examples and what the documentation shows", async () => {
  const folder = mkdtempSync(`${tmpdir()}/rembug-clients-`);
  const asked = [
    ...Object.entries(documents).map(([name, text]) => ({ name, text, run: false })),
    ...examples().map(({ name, text }) => ({ name, text, run: true })),
    ...shown.map(({ text, line }) => ({ name: `docs/api.md:${line}`, text, run: isComplete(text) })),
  ];
  writeFileSync(`${folder}/questions.json`, JSON.stringify(asked));
  const said = await run(PYTHON, [`${ROOT}tests/clients/ask.py`, URL_OF_SERVER, `${folder}/questions.json`, cookie]);
  assert.equal(said.code, 0, said.err);
  assert.equal(said.out.trim(), `${asked.length} valid, ${asked.filter((one) => one.run).length} answered`);
});
