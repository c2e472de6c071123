/** Where the visitor stands: asked only on a tap, shown as a dot, never stored. */

import type { GeoJSONSource, IControl } from "maplibre-gl";
import { iconButton } from "./button";
import { say } from "./messages";
import { type Locale, type MapLibreMap, NOTHING, type Part, type Position } from "./types";

export const here: Part = {
  sources: { here: { type: "geojson", data: NOTHING } },
  layers: (palette) => [
    { id: "here-glow", type: "circle", source: "here", paint: { "circle-radius": 16, "circle-color": palette.action, "circle-opacity": 0.18 } },
    { id: "here", type: "circle", source: "here", paint: { "circle-radius": 7, "circle-color": palette.action, "circle-stroke-color": palette.surface, "circle-stroke-width": 3 } },
  ],
};

/** @throws GeolocationPositionError when it is refused or does not come within ten seconds. */
export function findPosition(): Promise<Position> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve([coords.longitude, coords.latitude]), reject, {
      enableHighAccuracy: true,
      timeout: 10_000,
      maximumAge: 60_000,
    });
  });
}

export function showPosition(map: MapLibreMap, position: Position): void {
  (map.getSource("here") as GeoJSONSource).setData({ type: "Feature", geometry: { type: "Point", coordinates: position }, properties: {} });
  map.easeTo({ center: position, zoom: Math.max(map.getZoom(), 15) });
}

export function explainFailure(error: unknown, locale: Locale): string {
  const denied = error instanceof GeolocationPositionError && error.code === error.PERMISSION_DENIED;
  return say(denied ? "locationDenied" : "locationFailed", locale);
}

/** The button for it, under the zoom buttons. */
export class LocateControl implements IControl {
  readonly #group = document.createElement("div");

  constructor(locale: Locale, locate: () => Promise<void>) {
    this.#group.className = "maplibregl-ctrl maplibregl-ctrl-group";
    const button = iconButton("locate", say("locate", locale));
    button.addEventListener("click", async () => {
      button.disabled = true;
      await locate();
      button.disabled = false;
    });
    this.#group.append(button);
  }

  onAdd(): HTMLElement {
    return this.#group;
  }

  onRemove(): void {
    this.#group.remove();
  }
}
