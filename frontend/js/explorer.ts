/** The API's explorer, `/graphql/explorer`: GraphiQL with everything it needs from this server alone. */

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/graphiql.css";
import "../style/explorer.css";
import { createClient } from "graphql-ws";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { FIRST, examples } from "./explorer/examples";

const HINT = `# Rembug's API. Ctrl+Space completes, Ctrl+Enter runs; at the left are the documentation and more examples.
`;

const socket = new URL("/graphql/ws", location.href);
socket.protocol = socket.protocol === "https:" ? "wss:" : "ws:";

const fetcher = createGraphiQLFetcher({
  url: "/graphql",
  headers: { "accept-language": navigator.language },
  wsClient: createClient({ url: socket.href }),
});

/** `?query=…&variables=…` opens a question; what was written before stays in its tabs. */
const asked = new URLSearchParams(location.search);
const query = asked.get("query") ?? undefined;
const variables = asked.get("variables") ?? undefined;

const root = document.getElementById("explorer");
if (root) {
  const plugins = [examples];
  // A list beside the editor helps whoever comes for the first time; on a phone it would leave no room.
  const visiblePlugin = matchMedia("(min-width: 60rem)").matches ? examples.title : undefined;
  createRoot(root).render(createElement(GraphiQL, { fetcher, defaultQuery: HINT + FIRST, query, variables, plugins, visiblePlugin }));
}
