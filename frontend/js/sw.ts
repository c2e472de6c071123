/// <reference lib="webworker" />
/** The service worker: the app opens without a connection, and is never older than its last visit with one.
    RELEASE is filled in by the build; a new release is a new file, so the browser installs it beside the old one. */

export {};
declare const self: ServiceWorkerGlobalScope;
declare const RELEASE: string;

interface Precache {
  /** Needed to start. */
  shell: string[];
  /** Needed to draw the map; fetched after the shell, and its absence does no harm. */
  map: string[];
}

const APP = `app-${RELEASE}`;
/** Areas and pins as last seen; shared by all releases. */
const MAP_DATA = "map-data";
/** How long a page may keep its visitor waiting before the stored one is shown, in milliseconds. */
const PATIENCE = 3000;
/** Of the map's answers, one for each place looked at. */
const MAP_DATA_LIMIT = 60;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const answer = route(event);
  if (answer) event.respondWith(answer);
});

async function install(): Promise<void> {
  const response = await fetch("/assets/precache.json", { cache: "no-store" });
  const { shell, map } = (await response.json()) as Precache;
  const cache = await caches.open(APP);
  await cache.addAll(shell.map(fresh));
  await cache.addAll(map).catch(() => undefined);
  await self.skipWaiting();
}

/** Names without a hash may be stale in the browser's own cache. */
function fresh(address: string): Request {
  return new Request(address, { cache: address.startsWith("/assets/") ? "default" : "reload" });
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name !== APP && name !== MAP_DATA);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Undefined leaves the request to the browser: everything that writes, the API, photos, other sites. */
function route(event: FetchEvent): Promise<Response> | undefined {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return undefined;
  if (request.mode === "navigate") return isPage(pathname) ? page(request) : undefined;
  if (pathname === "/map/proposals.geojson") return proposals(request);
  if (pathname.startsWith("/map/") && pathname.endsWith(".geojson")) return areas(event);
  if (pathname.startsWith("/assets/") || isStatic(pathname)) return stored(request);
  return undefined;
}

/** Addresses that the server answers itself, not with the app's page. */
function isPage(path: string): boolean {
  return !/^\/(graphql|media|map|masuk\/oidc|open-data|health|live|plans)(\/|$)/.test(path);
}

function isStatic(path: string): boolean {
  return /^\/[\w-]+\.(svg|png|webmanifest)$/.test(path);
}

/** The network's page, or after a while the stored one: the app finds its way from the address. */
async function page(request: Request): Promise<Response> {
  return patiently(fetch(request), await caches.match("/", { cacheName: APP }));
}

/** Hashed names never change their content. */
async function stored(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: APP })) ?? fetch(request);
}

/** Pins change by the minute: what was seen last serves only when the network does not. */
async function proposals(request: Request): Promise<Response> {
  const cache = await caches.open(MAP_DATA);
  return patiently(fetchAndKeep(request, cache), await cache.match(request));
}

/** Boundaries change by the year: what was seen last, at once; what is true now, for the next time. */
async function areas(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(MAP_DATA);
  const seen = await cache.match(event.request);
  const fetched = fetchAndKeep(event.request, cache);
  if (!seen) return fetched;
  event.waitUntil(fetched.catch(() => undefined));
  return seen;
}

async function fetchAndKeep(request: Request, cache: Cache): Promise<Response> {
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    await trim(cache);
  }
  return response;
}

/** The network's answer, unless it fails or takes too long and there is another. */
async function patiently(fetched: Promise<Response>, otherwise: Response | undefined): Promise<Response> {
  if (!otherwise) return fetched;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(otherwise), PATIENCE));
  return Promise.race([fetched, late]).catch(() => otherwise);
}

async function trim(cache: Cache): Promise<void> {
  const places = (await cache.keys()).filter((request) => new URL(request.url).search !== "");
  await Promise.all(places.slice(0, Math.max(0, places.length - MAP_DATA_LIMIT)).map((request) => cache.delete(request)));
}
