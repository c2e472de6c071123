import type { Locale } from "./types";

const MESSAGES = {
  map: { id: "Peta", en: "Map" },
  planMap: { id: "Peta isi rencana", en: "Map of what the plan holds" },
  diffMap: { id: "Peta perubahan", en: "Map of the changes" },
  zoomIn: { id: "Perbesar", en: "Zoom in" },
  zoomOut: { id: "Perkecil", en: "Zoom out" },
  locate: { id: "Ke lokasi saya", en: "Go to my location" },
  locationDenied: { id: "Lokasi tidak diizinkan. Geser peta ke tempatnya.", en: "Location is not allowed. Move the map to the place." },
  locationFailed: { id: "Lokasi belum ditemukan. Geser peta ke tempatnya.", en: "Location was not found. Move the map to the place." },
  scrollHint: { id: "Tekan Ctrl sambil menggulir untuk memperbesar", en: "Hold Ctrl while scrolling to zoom" },
  touchHint: { id: "Gunakan dua jari untuk menggeser peta", en: "Use two fingers to move the map" },
  point: { id: "Titik", en: "Point" },
  line: { id: "Garis", en: "Line" },
  polygon: { id: "Area", en: "Area" },
  place: { id: "Taruh di tengah peta", en: "Place at the centre" },
  finish: { id: "Selesai", en: "Finish" },
  undo: { id: "Urungkan", en: "Undo" },
  clear: { id: "Hapus gambar", en: "Clear the drawing" },
  crossing: { id: "Batas area tidak boleh saling memotong.", en: "The outline must not cross itself." },
  tools: { id: "Alat gambar", en: "Drawing tools" },
} as const;

export type Message = keyof typeof MESSAGES;

export function say(message: Message, locale: Locale): string {
  return MESSAGES[message][locale];
}

/** 420 m, 1,2 km */
export function sayLength(meters: number, locale: Locale): string {
  const format = (value: number, digits: number) => value.toLocaleString(locale, { maximumFractionDigits: digits });
  return meters < 1000 ? `${format(meters, 0)} m` : `${format(meters / 1000, 2)} km`;
}

/** 1.250 m², 3,4 ha */
export function sayArea(squareMeters: number, locale: Locale): string {
  const format = (value: number, digits: number) => value.toLocaleString(locale, { maximumFractionDigits: digits });
  return squareMeters < 10_000 ? `${format(squareMeters, 0)} m²` : `${format(squareMeters / 10_000, 2)} ha`;
}
