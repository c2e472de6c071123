/** The questions that docs/api.md shows, in blocks and within sentences, and what it names of the schema beside them. */

import assert from "node:assert/strict";
import { Kind, parse } from "graphql";

const LANGUAGES = ["graphql", "js", "python", "sh"];
const FENCED = /^```(\w*)\n([\s\S]*?)^```$/gm;
/** As Markdown has it: four spaces after an empty line. */
const INDENTED = /(?<=\n\n)((?: {4}.*\n|\n(?= {4}))+)/g;

/**
 * Whatever begins like a question is one: `{ text, line }` for each, ready to be sent. What is none, and looks like one, and what
 * names a field that is not there, fails.
 */
export function questions(guide, schema) {
  const roots = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
  const operation = (name) => Object.keys(roots).find((kind) => name in roots[kind].getFields());
  const found = [];
  const keep = (text, at) => found.push({ text: text.trim(), line: guide.slice(0, at).split("\n").length });
  const blank = (text) => text.replace(/[^\n]/g, " ");

  const unfenced = guide.replace(FENCED, (block, language, text, at) => {
    assert.ok(LANGUAGES.includes(language), `a block in "${language}" is read by nobody:\n${block}`);
    if (language === "graphql") keep(text, at);
    return blank(block);
  });
  const prose = unfenced.replace(INDENTED, (block) => {
    const begins = /^\s*\{?\s*(\w+)/.exec(block)?.[1];
    assert.ok(!(begins in roots) && !operation(begins), `fence this question, so that it is asked:\n${block}`);
    return blank(block);
  });
  for (const { 1: span, index } of prose.matchAll(/`([^`]+)`/g)) {
    const [, open, name, next] = /^(\{?)\s*(\w+)\s*([({]?)/.exec(span) ?? [];
    const kind = name && operation(name);
    const signature = /^(\w+)\(([\w, ]+)\)$/.exec(span);
    const member = /^([A-Z]\w+)\.(\w+)$/.exec(span);
    if (kind && signature) {
      const known = roots[kind].getFields()[name].args.map((argument) => argument.name);
      for (const argument of signature[2].split(", ")) assert.ok(known.includes(argument), `${span}: there is no ${argument}`);
    } else if (kind && open) {
      keep(span, index);
    } else if (kind && next) {
      keep(`${kind} { ${span} }`, index);
    } else if (member) {
      assert.ok(schema.getType(member[1])?.getFields?.()[member[2]], `there is no ${span}`);
    }
  }
  return found;
}

/** Whether it can be asked as it stands: it changes nothing, goes on for no time, and needs nothing more. */
export function isComplete(text) {
  const operations = parse(text).definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const needs = ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue;
  return operations.length === 1 && operations[0].operation === "query" && !operations[0].variableDefinitions?.some(needs);
}
