/** What docs/api.md tells people to type works as it stands there, but for the address. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { execPath } from "node:process";
import { test } from "node:test";
import { PYTHON, ROOT, URL_OF_SERVER, ask, run, signIn } from "./server.mjs";

const guide = readFileSync(`${ROOT}docs/api.md`, "utf8");
const folder = mkdtempSync(`${tmpdir()}/rembug-guide-`);
const RUNNERS = { sh: ["bash", "-eu"], python: [PYTHON], js: [execPath] };

/** What stands in a section of the guide to be typed. */
function programsOf(title) {
  const section = guide.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
}

const programs = programsOf("Clients");

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

test("the program that writes a plan fills its budget from a CSV, and fills it once", async () => {
  const [{ language, text }, ...others] = programsOf("Writing a plan by program");
  assert.deepEqual([language, others.length], ["python", 0]);
  assert.ok(text.trim().split("\n").length <= 14);
  const cookie = await signIn(URL_OF_SERVER, "desa@demo.rembug");
  const asked = async (query, variables) => {
    const { answer } = await ask(URL_OF_SERVER, query, variables, { cookie });
    assert.equal(answer.errors, undefined, JSON.stringify(answer));
    return answer.data;
  };
  const begin = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
  const { id } = (await asked(begin, { input: { area: "33.02.17.2019", title: "Talud" } })).createPlan.plan;
  const grant = "mutation($input: CreateTokenInput!) { createToken(input: $input) { secret } }";
  const { secret } = (await asked(grant, { input: { name: "RAB", scopes: ["WRITE_PLANS"] } })).createToken;
  const said = { "http://localhost:8080": URL_OF_SERVER, "pln_…": id, "rbg_…": secret, "rab.csv": `${folder}/rab.csv` };
  const program = Object.entries(said).reduce((program, [word, value]) => {
    assert.ok(program.includes(word), word);
    return program.replaceAll(word, value);
  }, text);
  writeFileSync(`${folder}/write.py`, program);
  const rows = ["item,volume,unit,price,source", '"Semen, 50 kg",12.5,sak,65000,APBDES_DD', "Batu,3,m³,250000,SWADAYA"];
  const lines = "query($id: ID!) { plan(id: $id) { budget { item volume unit price source } budgetTotal } }";
  for (const price of [250_000, 300_000]) {
    writeFileSync(`${folder}/rab.csv`, `\ufeff${rows.join("\r\n").replace("250000", price)}\r\n`);
    const printed = await run(PYTHON, [`${folder}/write.py`]);
    assert.equal(printed.code, 0, printed.err);
    const budget = [
      { item: "Semen, 50 kg", volume: 12.5, unit: "sak", price: 65_000, source: "APBDES_DD" },
      { item: "Batu", volume: 3, unit: "m³", price, source: "SWADAYA" },
    ];
    const total = 812_500 + 3 * price;
    assert.deepEqual((await asked(lines, { id })).plan, { budget, budgetTotal: total });
    assert.ok(printed.out.includes(`${total}`), printed.out);
  }
});
