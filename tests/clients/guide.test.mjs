/** What docs/api.md tells people to type works as it stands there, but for the address. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { execPath } from "node:process";
import { test } from "node:test";
import { PYTHON, ROOT, URL_OF_SERVER, ask, run } from "./server.mjs";

const guide = readFileSync(`${ROOT}docs/api.md`, "utf8");
const folder = mkdtempSync(`${tmpdir()}/rembug-guide-`);
const RUNNERS = { sh: ["bash", "-eu"], python: [PYTHON], js: [execPath] };

const section = guide.split(/^## /m).find((part) => part.startsWith("Clients\n")) ?? "";
const programs = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));

test("there is a program in each language, of about ten lines", () => {
  assert.deepEqual(programs.map(({ language }) => language).sort(), Object.keys(RUNNERS).sort());
  for (const { language, text } of programs) assert.ok(text.trim().split("\n").length <= 14, language);
});

for (const { language, text } of programs) {
  test(`the program in ${language} prints what most people support`, async () => {
    assert.ok(text.includes("http://localhost:8080"), "it names the server");
    const file = `${folder}/client.${language === "js" ? "mjs" : language}`;
    writeFileSync(file, text.replaceAll("http://localhost:8080", URL_OF_SERVER));
    const [program, ...words] = RUNNERS[language];
    const printed = await run(program, [...words, file]);
    assert.equal(printed.code, 0, printed.err);
    const { answer } = await ask(URL_OF_SERVER, "{ proposals(first: 5, orderBy: MOST_SUPPORTED) { nodes { title } } }");
    const titles = answer.data.proposals.nodes.map((proposal) => proposal.title);
    assert.equal(titles.length, 5);
    for (const title of titles) assert.ok(printed.out.includes(title), `${title} is missing:\n${printed.out}`);
  });
}
