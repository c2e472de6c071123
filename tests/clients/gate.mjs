/**
 * What the API has promised: everything in backend/schema.released.graphql that is not marked as deprecated there.
 * `node gate.mjs` fails when backend/schema.graphql takes any of it away; with `--release` it becomes the new promise.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";
import { Kind, buildASTSchema, findBreakingChanges, parse, print, visit } from "graphql";

const file = (name) => fileURLToPath(new URL(`../../backend/${name}`, import.meta.url));
export const [SERVED, RELEASED] = ["schema.graphql", "schema.released.graphql"].map(file);

/** What breaks whoever kept to what was released, each as a sentence; nothing where all is well. */
export function breakingChanges(released, served) {
  const promised = reachable(withoutDeprecated(parse(released)));
  const schema = (document) => buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  return findBreakingChanges(schema(promised), schema(parse(served))).map((change) => change.description);
}

/** A release has said of these that they will go, so they may. */
function withoutDeprecated(document) {
  const enter = (node) => (node.directives.some((directive) => directive.name.value === "deprecated") ? null : undefined);
  return visit(document, { FieldDefinition: enter, InputValueDefinition: enter, EnumValueDefinition: enter });
}

/** What only deprecated fields led to goes with them. */
function reachable(document) {
  const named = new Map(document.definitions.filter((each) => each.name).map((each) => [each.name.value, each]));
  const isRoot = ({ kind, name }) =>
    [Kind.SCHEMA_DEFINITION, Kind.DIRECTIVE_DEFINITION].includes(kind) || ["Query", "Mutation", "Subscription"].includes(name?.value);
  const kept = new Set();
  const keep = (definition) => {
    if (!definition || kept.has(definition)) return;
    kept.add(definition);
    visit(definition, { NamedType: (type) => keep(named.get(type.name.value)) });
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
    const is = (type) => type.interfaces?.some((one) => one.name.value === definition.name.value);
    document.definitions.filter(is).forEach(keep);
  };
  document.definitions.filter(isRoot).forEach(keep);
  return { ...document, definitions: document.definitions.filter((each) => kept.has(each)) };
}

/** The shape alone: words may always become better. */
export function shape(text) {
  const silent = visit(parse(text), { enter: (node) => (node.description ? { ...node, description: undefined } : undefined) });
  return `${print(silent)}\n`;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const served = readFileSync(SERVED, "utf8");
  const broken = breakingChanges(readFileSync(RELEASED, "utf8"), served);
  if (broken.length > 0) {
    console.error(`backend/schema.graphql breaks what was released (see docs/decisions/0014-what-was-released-stays.md):`);
    broken.forEach((change) => console.error(`- ${change}`));
    exit(1);
  }
  if (argv.includes("--release")) writeFileSync(RELEASED, shape(served));
}
