/** The example questions: the files of docs/examples, which begin with what they ask in Indonesian and in English. */

import { createElement as h } from "react";
import comments from "../../../docs/examples/comments.graphql";
import districts from "../../../docs/examples/districts.graphql";
import funnel from "../../../docs/examples/funnel.graphql";
import journal from "../../../docs/examples/journal.graphql";
import money from "../../../docs/examples/money.graphql";
import nearby from "../../../docs/examples/nearby.graphql";
import participation from "../../../docs/examples/participation.graphql";
import photos from "../../../docs/examples/photos.graphql";
import plans from "../../../docs/examples/plans.graphql";
import reasons from "../../../docs/examples/reasons.graphql";
import refusals from "../../../docs/examples/refusals.graphql";
import supported from "../../../docs/examples/supported.graphql";
import waiting from "../../../docs/examples/waiting.graphql";

/** What the officials asked for first comes first. */
const ALL = [
  refusals, reasons, waiting, funnel, money, districts, supported, plans, comments, photos, nearby, participation, journal,
];

export const FIRST = refusals;

function Icon() {
  const box = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true };
  return h("svg", box, h("path", { d: "M4 6h16M4 12h16M4 18h10" }));
}

/** Each is a link to the explorer with the question in its address: it opens in a tab of its own. */
function List() {
  const item = (text: string) => {
    const [indonesian, english] = text.split("\n").map((line) => line.replace("# ", ""));
    const href = `?${new URLSearchParams({ query: text })}`;
    return h("li", { key: href }, h("a", { href }, indonesian), h("p", { lang: "en" }, english));
  };
  return h("section", { className: "examples" }, h("h2", null, "Contoh"), h("ul", { lang: "id" }, ALL.map(item)));
}

export const examples = { title: "Contoh · Examples", icon: Icon, content: List };
