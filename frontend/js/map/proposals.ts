/** Proposals as pins; where they stand close together, as one ring with their number and mix of statuses. */

import type { ExpressionSpecification, GeoJSONSource, LayerSpecification } from "maplibre-gl";
import { BOLD, REGULAR } from "./frame";
import { DENSITY, PARTS, drawChosenPin, drawCluster, drawPin } from "./pins";
import type { Palette } from "./palette";
import { FAMILIES, FAMILY_OF, type Family } from "./status";
import { type MapLibreMap, NOTHING, type Part, type Position } from "./types";

/** Beyond this zoom every pin stands alone. */
const CLUSTER_UNTIL = 14;
const CLUSTERS = "proposal-cluster";
const PINS = "proposal-pin";

/** cluster:SIZE:ok:go:wait:no:neutral, the last five in parts of the ring. */
const clusterImage: ExpressionSpecification = [
  "concat", "cluster:", ["step", ["get", "point_count"], 36, 10, 42, 50, 50, 200, 58],
  ...FAMILIES.flatMap((family) => [":", ["round", ["/", ["*", PARTS, ["get", family]], ["get", "point_count"]]]]),
] as ExpressionSpecification;

const familyImage = (prefix: string): ExpressionSpecification => ["concat", `${prefix}:`, ["get", "family"]];

export const proposals: Part = {
  sources: {
    proposals: {
      type: "geojson", data: NOTHING, cluster: true, clusterRadius: 44, clusterMaxZoom: CLUSTER_UNTIL, promoteId: "id",
      clusterProperties: Object.fromEntries(FAMILIES.map((family) => [family, ["+", ["case", ["==", ["get", "family"], family], 1, 0]]])),
    },
    chosen: { type: "geojson", data: NOTHING },
  },
  layers: (palette) => [...crowd(palette), ...chosen(palette)],
};

function crowd(palette: Palette): LayerSpecification[] {
  return [
    {
      id: PINS, type: "symbol", source: "proposals", filter: ["!", ["has", "point_count"]],
      layout: {
        "icon-image": familyImage("pin"), "icon-size": 1.15, "icon-allow-overlap": true, "icon-padding": 2, "symbol-sort-key": ["-", ["get", "supports"]],
        "text-field": ["step", ["zoom"], "", 13.2, ["get", "title"]], "text-font": REGULAR, "text-size": 12, "text-max-width": 11, "text-optional": true,
        "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 1.4, "text-justify": "auto",
      },
      paint: { "text-color": palette.ink, "text-halo-color": palette.land, "text-halo-width": 1.8 },
    },
    {
      id: CLUSTERS, type: "symbol", source: "proposals", filter: ["has", "point_count"],
      layout: {
        "icon-image": clusterImage, "icon-allow-overlap": true, "icon-padding": 0, "symbol-sort-key": ["-", ["get", "point_count"]],
        "text-field": ["get", "point_count_abbreviated"], "text-font": BOLD, "text-size": ["step", ["get", "point_count"], 13, 50, 15], "text-allow-overlap": true,
      },
      paint: { "text-color": palette.ink },
    },
  ];
}

function chosen(palette: Palette): LayerSpecification[] {
  return [{
    id: "proposal-chosen", type: "symbol", source: "chosen",
    layout: {
      "icon-image": familyImage("chosen"), "icon-anchor": "bottom", "icon-allow-overlap": true,
      "text-field": ["get", "title"], "text-font": BOLD, "text-size": 13, "text-max-width": 12, "text-anchor": "top", "text-offset": [0, 0.4], "text-optional": true,
    },
    paint: { "text-color": palette.ink, "text-halo-color": palette.land, "text-halo-width": 2 },
  }];
}

/** Makes the images that the layers name, and makes them again in a new palette. */
export class Pictures {
  #palette: Palette | undefined;

  paint(map: MapLibreMap, palette: Palette): void {
    const first = this.#palette === undefined;
    this.#palette = palette;
    if (first) map.setMissingStyleImageResolver((id) => this.#supply(map, id));
    else for (const id of map.listImages()) map.updateImage(id, this.#draw(id, palette) ?? new ImageData(1, 1));
  }

  #supply(map: MapLibreMap, id: string): void {
    const image = this.#palette && this.#draw(id, this.#palette);
    if (!image || map.hasImage(id)) return;
    map.addImage(id, image, { pixelRatio: DENSITY });
  }

  #draw(id: string, palette: Palette): ImageData | null {
    const [kind, ...rest] = id.split(":");
    const family = (rest[0] ?? "neutral") as Family;
    if (kind === "pin") return drawPin(family, palette);
    if (kind === "chosen") return drawChosenPin(family, palette);
    if (kind !== "cluster") return null;
    const [size, ...shares] = rest.map(Number);
    return drawCluster(shares, size ?? 36, palette);
  }
}

/** What lies under a point of the screen. */
export type Hit = { kind: "proposal"; id: string } | { kind: "cluster"; id: number; at: Position };

/** The proposals of one map. */
export class Proposals {
  readonly #map: MapLibreMap;
  #data: GeoJSON.FeatureCollection = NOTHING;
  #chosen: string | null = null;

  constructor(map: MapLibreMap) {
    this.#map = map;
  }

  get chosen(): string | null {
    return this.#chosen;
  }

  /** Points with `id`, `title`, `status`, `supports`. */
  set(collection: GeoJSON.FeatureCollection): void {
    const features = collection.features.map((feature) => ({
      ...feature,
      properties: { ...feature.properties, family: FAMILY_OF[String(feature.properties?.["status"])] ?? "neutral" },
    }));
    this.#data = { type: "FeatureCollection", features };
    this.#source("proposals")?.setData(this.#data);
    this.choose(this.#chosen);
  }

  /** The chosen one stays in sight even where a cluster has swallowed it, and when a new bbox no longer holds it. */
  choose(id: string | null): void {
    const found = this.#data.features.find((feature) => feature.properties?.["id"] === id);
    if (found || id === null || id !== this.#chosen) {
      this.#source("chosen")?.setData({ type: "FeatureCollection", features: found ? [found] : [] });
    }
    this.#chosen = id;
  }

  place(id: string): Position | null {
    const found = this.#data.features.find((feature) => feature.properties?.["id"] === id);
    return found?.geometry.type === "Point" ? (found.geometry.coordinates as Position) : null;
  }

  at({ x, y }: { x: number; y: number }, reach: number): Hit | null {
    const found = this.#map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: [PINS, CLUSTERS] })[0];
    if (found?.geometry.type !== "Point") return null;
    const { id, cluster_id: cluster } = found.properties;
    return cluster === undefined ? { kind: "proposal", id: String(id) } : { kind: "cluster", id: Number(cluster), at: found.geometry.coordinates as Position };
  }

  async open(cluster: Extract<Hit, { kind: "cluster" }>): Promise<void> {
    const zoom = (await this.#source("proposals")?.getClusterExpansionZoom(cluster.id)) ?? 0;
    this.#map.easeTo({ center: cluster.at, zoom: Math.max(zoom, this.#map.getZoom() + 0.5) + 0.2 });
  }

  /** How many of each are drawn now. */
  count(): { pins: number; clusters: number } {
    return {
      pins: this.#map.queryRenderedFeatures({ layers: [PINS] }).length,
      clusters: this.#map.queryRenderedFeatures({ layers: [CLUSTERS] }).length,
    };
  }

  /** None once the map is gone: what arrives late has nowhere to go. */
  #source(id: string): GeoJSONSource | undefined {
    return this.#map.getSource(id);
  }
}
