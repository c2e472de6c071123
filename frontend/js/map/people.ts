/** Where the others point: a small arrow in their colour with their name. */

import type { Marker } from "maplibre-gl";
import type { MapLibreMap, Position } from "./types";

export interface Pointer {
  /** Of the device. */
  client: string;
  name: string;
  /** 0 to 7, as the faces have them. */
  colour: number;
  at: Position;
}

export class People {
  readonly #map: MapLibreMap;
  readonly #make: typeof Marker;
  readonly #shown = new Map<string, Marker>();

  constructor(map: MapLibreMap, make: typeof Marker) {
    this.#map = map;
    this.#make = make;
  }

  set(pointers: Pointer[]): void {
    for (const [client, marker] of this.#shown) {
      if (pointers.some((pointer) => pointer.client === client)) continue;
      marker.remove();
      this.#shown.delete(client);
    }
    for (const pointer of pointers) {
      const shown = this.#shown.get(pointer.client);
      if (shown) shown.setLngLat(pointer.at);
      else this.#shown.set(pointer.client, this.#add(pointer));
    }
  }

  #add({ name, colour, at }: Pointer): Marker {
    const element = document.createElement("div");
    element.className = "map-pointer";
    element.dataset["colour"] = String(colour);
    // The faces beside the heading say the same.
    element.setAttribute("aria-hidden", "true");
    const words = document.createElement("span");
    words.textContent = name;
    element.append(words);
    return new this.#make({ element, anchor: "top-left" }).setLngLat(at).addTo(this.#map);
  }
}

/** Calls back where the own pointer is, and with null when it has left; returns how to stop. */
export function watchPointer(map: MapLibreMap, moved: (at: Position | null) => void): () => void {
  const canvas = map.getCanvasContainer();
  const move = ({ clientX, clientY }: PointerEvent) => {
    const { left, top } = canvas.getBoundingClientRect();
    const { lng, lat } = map.unproject([clientX - left, clientY - top]);
    moved([lng, lat]);
  };
  const leave = () => moved(null);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerleave", leave);
  canvas.addEventListener("pointercancel", leave);
  window.addEventListener("blur", leave);
  return () => window.removeEventListener("blur", leave);
}
