/** The API's explorer, `/graphql/explorer`: GraphiQL with everything it needs from this server alone. */

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/graphiql.css";
import "../style/explorer.css";
import { createClient } from "graphql-ws";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const FIRST_QUERY = `# Rembug's API. Ctrl+Space completes, Ctrl+Enter runs; the book at the left lists everything there is.
{
  region { name defaultFiscalYear }
  proposals(first: 5, orderBy: MOST_SUPPORTED) {
    totalCount
    nodes { id title status supportCount village { name } }
  }
}
`;

const socket = new URL("/graphql/ws", location.href);
socket.protocol = socket.protocol === "https:" ? "wss:" : "ws:";

const fetcher = createGraphiQLFetcher({
  url: "/graphql",
  headers: { "accept-language": navigator.language },
  wsClient: createClient({ url: socket.href }),
});

// A link may bring a question along, as those of the data page do.
const asked = new URLSearchParams(location.search);
const brought = { query: asked.get("query") ?? undefined, variables: asked.get("variables") ?? undefined };

const root = document.getElementById("explorer");
if (root) createRoot(root).render(createElement(GraphiQL, { fetcher, defaultQuery: FIRST_QUERY, ...brought }));
