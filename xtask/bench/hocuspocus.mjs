/** Hocuspocus, as its manual sets it up with SQLite: `node hocuspocus.mjs PORT FOLDER STORE`, where STORE is `later` or `always`. */

import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const [port, folder, store] = process.argv.slice(2);
const server = new Server({
  port: Number(port),
  address: "127.0.0.1",
  quiet: true,
  // Its own way is to store a document two seconds after the last change. Without the pause it stores each change.
  ...(store === "always" ? { debounce: 0 } : {}),
  extensions: [new SQLite({ database: `${folder}/hocuspocus.sqlite` })],
});
await server.listen();
