/** What the device itself can tell or do for a form: where it is, a photo made small, files kept until they are sent, and sending. */

/** Longest side of a photo, in pixels: the server keeps no more. */
const LONGEST = 1600;
const QUALITY = 0.75;

/** `[longitude, latitude]`; rejects when it is refused or does not come within ten seconds. */
export function position(): Promise<[number, number]> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve([coords.longitude, coords.latitude]), reject, {
      enableHighAccuracy: true,
      timeout: 10_000,
      maximumAge: 60_000,
    });
  });
}

/** The photo upright, small and without its metadata, as a data address; rejects what is no picture. */
export async function shrink(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.toDataURL("image/jpeg", QUALITY);
}

/** The bytes behind a data address. */
export function toBlob(address: string): Blob {
  const [head = "", body = ""] = address.split(",", 2);
  const type = head.slice(head.indexOf(":") + 1, head.indexOf(";"));
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type });
}

/** Files that wait to be sent, for this visit; the browser's database has them for the next one. */
const inHand = new Map<string, Blob>();

/** Keeps a file under a name; whether it will still be there after a reload. */
export async function keepFile(name: string, file: Blob): Promise<boolean> {
  inHand.set(name, file);
  return ask("readwrite", (files) => files.put(file, name)).then(() => true, () => false);
}

/** The file kept under a name; null when there is none, or none any more. */
export async function findFile(name: string): Promise<Blob | null> {
  return inHand.get(name) ?? (await ask<Blob>("readonly", (files) => files.get(name)).catch(() => null)) ?? null;
}

export async function dropFile(name: string): Promise<void> {
  inHand.delete(name);
  await ask("readwrite", (files) => files.delete(name)).catch(() => undefined);
}

/** Keeps bytes under a name, such as a plan that is being written; whether they will still be there after a reload. */
export async function keepBytes(name: string, bytes: Uint8Array): Promise<boolean> {
  return ask("readwrite", (plans) => plans.put(bytes, name), "plans").then(() => true, () => false);
}

/** The bytes kept under a name; null when there are none, or none any more. */
export async function findBytes(name: string): Promise<Uint8Array | null> {
  return (await ask<Uint8Array>("readonly", (plans) => plans.get(name), "plans").catch(() => null)) ?? null;
}

export async function dropBytes(name: string): Promise<void> {
  await ask("readwrite", (plans) => plans.delete(name), "plans").catch(() => undefined);
}

type Store = "files" | "plans";

/** One connection for the whole visit: what is kept on the way out must not wait for one. */
let database: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  database ??= new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open("rembug", 2);
    opening.onupgradeneeded = () => {
      for (const store of ["files", "plans"] satisfies Store[]) {
        if (!opening.result.objectStoreNames.contains(store)) opening.result.createObjectStore(store);
      }
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const forget = () => (database = null);
      // A newer release in another tab must not wait for this one.
      opening.result.onversionchange = () => (opening.result.close(), forget());
      opening.result.onclose = forget;
      resolve(opening.result);
    };
  }).catch((error: unknown) => {
    database = null;
    throw error;
  });
  return database;
}

async function ask<T>(mode: IDBTransactionMode, question: (rows: IDBObjectStore) => IDBRequest, store: Store = "files"): Promise<T> {
  const opened = await open();
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(store, mode);
    const request = question(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result as T);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Posts a file, telling how much of it has gone, from 0 to 1: `[status, answer]`; rejects without a connection. */
export function post(address: string, file: Blob, language: string, patience: number, tell: (part: number) => void): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.timeout = patience;
    request.setRequestHeader("content-type", file.type);
    request.setRequestHeader("accept-language", language);
    request.upload.onprogress = ({ loaded, total }) => tell(total ? loaded / total : 0);
    request.onload = () => resolve([request.status, request.responseText]);
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error("no connection"));
    request.send(file);
  });
}
