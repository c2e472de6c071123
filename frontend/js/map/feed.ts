/** Fetches the points that a filter finds: all of them, or, where they are too many, those in sight. */

import type { MapLibreMap } from "./types";

interface Points extends GeoJSON.FeatureCollection {
  /** False when the server left some out. */
  complete: boolean;
}

/** A hand that drags a map stops often. */
const PAUSE = 250;

export class Feed {
  readonly #map: MapLibreMap;
  readonly #show: (points: Points) => void;
  readonly #moved = () => this.#follow();
  #query: string | undefined;
  #complete = true;
  #asking: AbortController | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(map: MapLibreMap, show: (points: Points) => void) {
    this.#map = map;
    this.#show = show;
    map.on("moveend", this.#moved);
  }

  show(query: string): void {
    this.#query = query;
    void this.#fetch(query);
  }

  stop(): void {
    clearTimeout(this.#waiting);
    this.#asking?.abort();
    this.#map.off("moveend", this.#moved);
  }

  /** Only a part is shown: another part of the map holds others. */
  #follow(): void {
    if (this.#complete || this.#query === undefined) return;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#fetch(`${this.#query}&bbox=${this.#box()}`), PAUSE);
  }

  #box(): string {
    return this.#map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(4)).join(",");
  }

  async #fetch(query: string): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const response = await fetch(`/map/proposals.geojson?${query}`, { signal: asking.signal });
      if (!response.ok) return;
      const points = (await response.json()) as Points;
      if (asking.signal.aborted) return;
      const whole = !query.includes("&bbox=");
      this.#show(points);
      // Too many for the whole filter: from now on by what is in sight, however few that may be.
      if (whole) this.#complete = points.complete;
      if (whole && !points.complete) this.#follow();
    } catch {
      // Without a connection the points of last time stay; the list says what is wrong.
    }
  }
}
