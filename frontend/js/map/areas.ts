/** Neighbours, kecamatan and desa: a calm sheet of paper with two weights of line, and names that never collide. */

import type { ExpressionSpecification, GeoJSONSource, LayerSpecification } from "maplibre-gl";
import { BOLD, REGULAR } from "./frame";
import { labelPoint } from "./label";
import type { Palette } from "./palette";
import { boxOf } from "./shape";
import { type Box, type MapLibreMap, NOTHING, type Part } from "./types";

/** Features carry `code`, `name` and, when their outline is only estimated, `approximate: true`. */
export type AreaData = string | GeoJSON.FeatureCollection;

/** From this zoom on a tap means the desa, before it the kecamatan. */
const VILLAGE_ZOOM = 11;

const approximate: ExpressionSpecification = ["==", ["get", "approximate"], true];
const grow = (...stops: number[]): ExpressionSpecification => ["interpolate", ["linear"], ["zoom"], ...stops] as ExpressionSpecification;
const state = (name: string, then: unknown, otherwise: unknown): ExpressionSpecification =>
  ["case", ["boolean", ["feature-state", name], false], then, otherwise] as ExpressionSpecification;

export const areas: Part = {
  sources: {
    neighbours: { type: "geojson", data: NOTHING },
    villages: { type: "geojson", data: NOTHING, promoteId: "code", tolerance: 0.2 },
    districts: { type: "geojson", data: NOTHING, promoteId: "code", tolerance: 0.2 },
    names: { type: "geojson", data: NOTHING },
  },
  layers: (palette) => [...grounds(palette), ...outlines(palette), ...names(palette)],
};

function grounds(palette: Palette): LayerSpecification[] {
  return [
    { id: "neighbour-fill", type: "fill", source: "neighbours", paint: { "fill-color": palette.neighbour } },
    { id: "neighbour-line", type: "line", source: "neighbours", paint: { "line-color": palette.district, "line-opacity": 0.45, "line-width": 1 } },
    // Half of this wide line is hidden by the land: the rest is the regency's edge and its soft shadow.
    { id: "edge-shadow", type: "line", source: "districts", layout: { "line-join": "round" }, paint: { "line-color": palette.regency, "line-opacity": 0.22, "line-width": grow(8, 8, 13, 22), "line-blur": grow(8, 6, 13, 18) } },
    { id: "edge", type: "line", source: "districts", layout: { "line-join": "round" }, paint: { "line-color": palette.regency, "line-width": grow(8, 2.4, 13, 5) } },
    { id: "district-fill", type: "fill", source: "districts", paint: { "fill-color": state("chosen", palette.chosen, state("hover", palette.hover, palette.land)) } },
    { id: "village-fill", type: "fill", source: "villages", paint: { "fill-color": state("chosen", palette.chosen, palette.hover), "fill-opacity": state("chosen", 1, state("hover", 1, 0)) } },
  ];
}

function outlines(palette: Palette): LayerSpecification[] {
  const village = { "line-color": palette.village, "line-width": grow(9, 0.5, 13, 1.4), "line-opacity": grow(8.2, 0, 9.2, 0.7, 11, 1) };
  const district = { "line-color": palette.district, "line-width": grow(8, 0.8, 11, 1.5, 14, 2.6) };
  const round = { "line-join": "round", "line-cap": "round" } as const;
  const dashes = [2, 2];
  const chosen = { "line-color": palette.action, "line-width": grow(8, 2, 13, 3.5), "line-opacity": state("chosen", 1, 0) };
  return [
    { id: "village-line", type: "line", source: "villages", filter: ["!", approximate], layout: round, paint: village },
    { id: "village-line-approximate", type: "line", source: "villages", filter: approximate, paint: { ...village, "line-dasharray": dashes } },
    { id: "district-line", type: "line", source: "districts", filter: ["!", approximate], layout: round, paint: district },
    { id: "district-line-approximate", type: "line", source: "districts", filter: approximate, paint: { ...district, "line-dasharray": dashes } },
    { id: "village-chosen", type: "line", source: "villages", layout: round, paint: chosen },
    { id: "district-chosen", type: "line", source: "districts", layout: round, paint: chosen },
  ];
}

function names(palette: Palette): LayerSpecification[] {
  const halo = { "text-halo-color": palette.land, "text-halo-width": 1.6, "text-halo-blur": 0.4 };
  const placed = {
    "text-field": ["get", "name"] as ExpressionSpecification,
    "text-max-width": 7,
    "text-line-height": 1.1,
    // Bigger areas first; a name moves aside before it gives way.
    "symbol-sort-key": ["-", ["get", "size"]] as ExpressionSpecification,
    "text-variable-anchor": ["center", "top", "bottom", "left", "right"] as ("center" | "top" | "bottom" | "left" | "right")[],
    "text-radial-offset": 0.5,
    "text-padding": 4,
  };
  const level = (name: string): ExpressionSpecification => ["==", ["get", "level"], name];
  return [
    {
      id: "village-name", type: "symbol", source: "names", filter: level("village"), minzoom: 11.2,
      layout: { ...placed, "text-font": REGULAR, "text-size": grow(11, 10.5, 14, 14) },
      paint: { ...halo, "text-color": palette.quietLabel },
    },
    {
      id: "neighbour-name", type: "symbol", source: "names", filter: level("neighbour"), maxzoom: 13,
      layout: { ...placed, "text-font": REGULAR, "text-size": grow(8, 10, 11, 13), "text-letter-spacing": 0.08 },
      paint: { "text-color": palette.quietLabel, "text-halo-color": palette.neighbour, "text-halo-width": 1.4 },
    },
    {
      id: "district-name", type: "symbol", source: "names", filter: level("district"), maxzoom: 13.5,
      layout: { ...placed, "text-font": BOLD, "text-size": grow(8, 10, 10, 12.5, 12.5, 17), "text-letter-spacing": 0.01 },
      paint: { ...halo, "text-color": palette.label, "text-opacity": grow(12.8, 1, 13.5, 0) },
    },
  ];
}

/** The areas of one map: their data, and which of them are hovered and chosen. */
export class Areas {
  readonly #map: MapLibreMap;
  readonly #names: Record<string, GeoJSON.Feature[]> = {};
  readonly #outlines = new Map<string, GeoJSON.Geometry>();
  #hovered: { source: string; id: string } | undefined;
  #chosen: { source: string; id: string } | undefined;

  constructor(map: MapLibreMap) {
    this.#map = map;
  }

  async set(source: "villages" | "districts" | "neighbours", data: AreaData, within?: Box): Promise<void> {
    const collection = await load(data);
    const level = source.slice(0, -1);
    for (const { geometry, properties } of collection.features) this.#outlines.set(String(properties?.["code"]), geometry);
    this.#names[level] = collection.features.flatMap((area) => nameOf(area, level, within));
    this.#source(source)?.setData(collection);
    this.#source("names")?.setData({ type: "FeatureCollection", features: Object.values(this.#names).flat() });
  }

  /** The code of the kecamatan or, close up, of the desa under a point of the screen. */
  at(point: { x: number; y: number }): string | null {
    const layer = this.#map.getZoom() < VILLAGE_ZOOM ? "district-fill" : "village-fill";
    const found = this.#map.queryRenderedFeatures([point.x, point.y], { layers: [layer] })[0];
    return found?.id === undefined ? null : String(found.id);
  }

  /** Null while its outline is not there. */
  boxOf(code: string): Box | null {
    const outline = this.#outlines.get(code);
    return outline ? boxOf(outline) : null;
  }

  hover(code: string | null): void {
    this.#hovered = this.#mark("hover", this.#hovered, code);
  }

  choose(code: string | null): void {
    this.#chosen = this.#mark("chosen", this.#chosen, code);
  }

  #mark(name: string, before: { source: string; id: string } | undefined, code: string | null) {
    if (before?.id === (code ?? undefined)) return before;
    if (before) this.#map.setFeatureState(before, { [name]: false });
    const level = code && this.#names["district"]?.some((area) => area.properties?.["code"] === code) ? "districts" : "villages";
    const after = code ? { source: level, id: code } : undefined;
    if (after) this.#map.setFeatureState(after, { [name]: true });
    return after;
  }

  /** None once the map is gone: what arrives late has nowhere to go. */
  #source(id: string): GeoJSONSource | undefined {
    return this.#map.getSource(id);
  }
}

/** Without a connection there are no outlines; everything else works on. */
async function load(data: AreaData): Promise<GeoJSON.FeatureCollection> {
  if (typeof data !== "string") return data;
  try {
    const response = await fetch(data);
    return response.ok ? ((await response.json()) as GeoJSON.FeatureCollection) : NOTHING;
  } catch {
    return NOTHING;
  }
}

function nameOf(area: GeoJSON.Feature, level: string, within?: Box): GeoJSON.Feature[] {
  const place = labelPoint(area.geometry, within);
  if (!place) return [];
  const { name, code } = area.properties ?? {};
  return [{ type: "Feature", geometry: { type: "Point", coordinates: place.at }, properties: { name, code, level, size: place.width } }];
}
