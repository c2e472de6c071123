/** What the device itself can tell or do for a form: where it is, and a photo made small before it is sent. */

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
