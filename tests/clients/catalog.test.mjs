/** The DCAT catalogue as a portal reads it: expanded by jsonld, the reference implementation, with what DCAT 3 asks for in place. */

import assert from "node:assert/strict";
import { test } from "node:test";
import jsonld from "jsonld";
import { URL_OF_SERVER } from "./server.mjs";

const [DCAT, DCT, CSVW] = ["http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://www.w3.org/ns/csvw#"];
const [RDFS, VCARD, SKOS] = ["http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2006/vcard/ns#", "http://www.w3.org/2004/02/skos/core#"];
const [SCHEMA, XSD] = ["http://schema.org/", "http://www.w3.org/2001/XMLSchema#"];
/** Of the formats here, those that https://www.iana.org/assignments/media-types has. */
const REGISTERED = [
  "application/geo+json",
  "application/json",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "text/csv",
];

const response = await fetch(`${URL_OF_SERVER}/open-data/catalog.jsonld`);
const written = await response.json();
/** `safe` refuses what would be lost: a property without a meaning, an address that is none. */
const [catalog, ...others] = await jsonld.expand(written, {
  safe: true,
  documentLoader: (address) => assert.fail(`the catalogue needs ${address} to be understood`),
});
const datasets = catalog[`${DCAT}dataset`];
const distributions = datasets.flatMap((dataset) => dataset[`${DCAT}distribution`]);

const isAddress = (node) => /^https?:\/\/\S+$/.test(node["@id"] ?? "");
const isText = (node) => typeof node["@value"] === "string" && node["@value"] !== "";
const isOf = (type) => (node) => node["@type"]?.includes(type);
const inBoth = (nodes) => assert.deepEqual(nodes.map((node) => node["@language"]).sort(), ["en", "id"]);

/** That a thing has a property, and every value of it is such a one. */
function has(thing, property, isSuch) {
  const values = thing[property] ?? [];
  assert.ok(values.length > 0, `${thing["@id"]} lacks ${property}`);
  for (const value of values) assert.ok(isSuch(value), `${property} of ${thing["@id"]}: ${JSON.stringify(value)}`);
  return values;
}

test("it is one catalogue with what a catalogue must say", () => {
  assert.equal(others.length, 0);
  assert.ok(isOf(`${DCAT}Catalog`)(catalog));
  for (const words of ["title", "description"]) inBoth(has(catalog, DCT + words, isText));
  has(catalog, `${DCT}publisher`, (node) => isAddress(node) && node["@type"].length > 0);
  has(catalog, `${DCT}license`, isAddress);
  has(catalog, `${DCAT}themeTaxonomy`, isAddress);
  const [service] = has(catalog, `${DCAT}service`, isOf(`${DCAT}DataService`));
  has(service, `${DCAT}endpointURL`, isAddress);
  assert.deepEqual(
    has(service, `${DCAT}servesDataset`, isAddress).map((node) => node["@id"]),
    datasets.map((dataset) => dataset["@id"]),
  );
});

test("each dataset says what it is, whose, what about, and whom to ask", async () => {
  const page = await (await fetch(`${URL_OF_SERVER}/open-data`)).text();
  const listed = new Set([...page.matchAll(/href="\/open-data\/([a-z_]+)\?/g)].map(([, name]) => name));
  assert.deepEqual(new Set(datasets.map((dataset) => dataset[`${DCT}identifier`][0]["@value"])), listed);
  for (const dataset of datasets) {
    assert.ok(isOf(`${DCAT}Dataset`)(dataset) && isAddress(dataset));
    for (const words of ["title", "description"]) inBoth(has(dataset, DCT + words, isText));
    has(dataset, `${DCT}publisher`, isAddress);
    has(dataset, `${DCT}accrualPeriodicity`, isAddress);
    has(dataset, `${DCAT}theme`, isAddress);
    has(dataset, `${DCAT}landingPage`, isAddress);
    assert.ok(has(dataset, `${DCAT}keyword`, isText).length >= 6, dataset["@id"]);
    const [contact] = has(dataset, `${DCAT}contactPoint`, isOf(`${VCARD}Organization`));
    has(contact, `${VCARD}fn`, isText);
    has(contact, `${VCARD}hasURL`, isAddress);
    has(dataset, `${DCAT}distribution`, isOf(`${DCAT}Distribution`));
    for (const period of dataset[`${DCT}temporal`] ?? []) {
      for (const end of ["startDate", "endDate"]) has(period, DCAT + end, (date) => date["@type"] === `${XSD}date`);
    }
  }
  const begun = datasets.map((dataset) => dataset[`${DCT}temporal`]?.[0][`${DCAT}startDate`][0]["@value"]);
  assert.ok(begun.some((day) => day === undefined) && new Set(begun).size > 2, `one period for all: ${begun}`);
});

test("each file can be fetched, in a known format and on known terms", async () => {
  for (const file of distributions) {
    has(file, `${DCAT}accessURL`, isAddress);
    const [{ "@id": address }] = has(file, `${DCAT}downloadURL`, isAddress);
    const [format] = has(file, `${DCT}format`, isOf(`${DCT}MediaTypeOrExtent`));
    const kind = format[`${RDFS}label`][0]["@value"];
    const media = file[`${DCAT}mediaType`]?.map((node) => node["@id"]) ?? [];
    const known = REGISTERED.includes(kind) ? [`https://www.iana.org/assignments/media-types/${kind}`] : [];
    assert.deepEqual(media, known, address);
    const told = await fetch(address, { method: "HEAD" });
    assert.equal(told.headers.get("content-type").split(";")[0], kind);
    if (file[`${DCT}rights`]) has(file, `${DCT}rights`, isOf(`${DCT}RightsStatement`));
    else has(file, `${DCT}license`, isAddress);
  }
});

test("of each table it is told what a row is, what the columns mean, and what they count", async () => {
  const tables = distributions.filter(isOf(`${CSVW}Table`));
  assert.equal(tables.length, datasets.length);
  let [units, codes] = [0, 0];
  for (const table of tables) {
    const [schema] = has(table, `${CSVW}tableSchema`, isOf(`${CSVW}Schema`));
    inBoth(has(schema, `${DCT}description`, isText));
    const [{ "@list": columns }] = schema[`${CSVW}column`];
    const file = await (await fetch(table[`${DCAT}downloadURL`][0]["@id"])).text();
    const names = columns.map((column) => has(column, `${CSVW}name`, isText)[0]["@value"]);
    assert.deepEqual(names, file.replace("\ufeff", "").split("\r\n")[0].split(","));
    for (const column of columns) {
      inBoth(has(column, `${CSVW}title`, isText));
      inBoth(has(column, `${DCT}description`, isText));
      has(column, `${CSVW}datatype`, (node) => node["@id"].startsWith(XSD));
      if (column[`${SCHEMA}unitText`]) units += inBoth(column[`${SCHEMA}unitText`]) ?? 1;
      const [list] = column["http://purl.org/linked-data/cube#codeList"] ?? [];
      if (list) codes += has(list, `${SKOS}hasTopConcept`, isOf(`${SKOS}Concept`)).length;
    }
  }
  assert.ok(units > 20 && codes > 50, `${units} units, ${codes} codes`);
});
