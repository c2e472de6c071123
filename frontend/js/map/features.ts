/** What a plan shows on its map: points, lines and areas, each with its name and with a sign and a stroke for its kind. */

import type { ExpressionSpecification, FilterSpecification, GeoJSONSource, LayerSpecification } from "maplibre-gl";
import type { Shape } from "./draw";
import { BOLD } from "./frame";
import { labelPoint } from "./label";
import type { Palette } from "./palette";
import { DENSITY, type Sign, drawSign } from "./pins";
import { boxOf } from "./shape";
import { positionsOf } from "./snap";
import { type Box, type MapLibreMap, NOTHING, type Part, type Position } from "./types";

export type Kind = "PLANNED" | "EXISTING" | "PROBLEM" | "POTENTIAL";

export interface Feature {
  id: string;
  label: string;
  kind: Kind;
  geometry: Shape;
}

/** Colour, sign (as kind-* in icons.svg) and stroke of each kind: none is told by its colour alone. */
const KINDS: Record<Kind, { colour: keyof Palette; sign: Sign; dashes?: [number, number] }> = {
  PLANNED: { colour: "action", sign: ["M12 1.5 22.5 12 12 22.5 1.5 12z", "M12 8v8M8 12h8"], dashes: [2.4, 1.6] },
  EXISTING: { colour: "ok", sign: ["M8 3.5h8a4.5 4.5 0 0 1 4.5 4.5v8a4.5 4.5 0 0 1-4.5 4.5h-8a4.5 4.5 0 0 1-4.5-4.5v-8a4.5 4.5 0 0 1 4.5-4.5z", "m8 12.3 2.9 2.9 5.3-6"] },
  PROBLEM: { colour: "no", sign: ["M12 2.5 22.5 21h-21z", "M12 9.5v5M12 17.3v.1"], dashes: [0.8, 1.4] },
  POTENTIAL: { colour: "sogan", sign: ["M12 3.2a8.8 8.8 0 1 1-.01 0z", "m12 7 1.5 3.5L17 12l-3.5 1.5L12 17l-1.5-3.5L7 12l3.5-1.5z"], dashes: [4, 1.2] },
};
const EVERY = Object.keys(KINDS) as Kind[];
const LINES = EVERY.map((kind) => `plan-line-${kind}`);
/** From the smallest to the largest: what lies on top is meant first. */
const TOUCHED = ["plan-sign", ...LINES, "plan-fill"];

const coloured = (palette: Palette): ExpressionSpecification =>
  ["match", ["get", "kind"], ...EVERY.flatMap((kind) => [kind, palette[KINDS[kind].colour]]), palette.action] as unknown as ExpressionSpecification;
const chosen = (then: number, otherwise: number): ExpressionSpecification => ["case", ["boolean", ["feature-state", "chosen"], false], then, otherwise];
const isOf = (kind: Kind): FilterSpecification => ["==", ["get", "kind"], kind];

export const features: Part = {
  sources: {
    plan: { type: "geojson", data: NOTHING, promoteId: "id" },
    "plan-places": { type: "geojson", data: NOTHING, promoteId: "id" },
  },
  layers: (palette) => [...shapes(palette), ...names(palette)],
};

function shapes(palette: Palette): LayerSpecification[] {
  const round = { "line-join": "round", "line-cap": "butt" } as const;
  return [
    { id: "plan-fill", type: "fill", source: "plan", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": coloured(palette), "fill-opacity": chosen(0.3, 0.14) } },
    { id: "plan-rim", type: "line", source: "plan", layout: { ...round, "line-cap": "round" }, paint: { "line-color": palette.surface, "line-width": chosen(11, 7) } },
    { id: "plan-glow", type: "line", source: "plan", layout: { ...round, "line-cap": "round" }, paint: { "line-color": palette.focus, "line-width": 9, "line-opacity": chosen(0.7, 0) } },
    ...EVERY.map((kind): LayerSpecification => {
      const { dashes } = KINDS[kind];
      return { id: `plan-line-${kind}`, type: "line", source: "plan", filter: isOf(kind), layout: round, paint: { "line-color": coloured(palette), "line-width": 4, ...(dashes && { "line-dasharray": dashes }) } };
    }),
  ];
}

function names(palette: Palette): LayerSpecification[] {
  return [
    { id: "plan-glow-sign", type: "circle", source: "plan-places", paint: { "circle-radius": 20, "circle-color": palette.focus, "circle-opacity": chosen(0.45, 0) } },
    {
      id: "plan-sign", type: "symbol", source: "plan-places",
      layout: {
        "icon-image": ["concat", "kind:", ["get", "kind"]] as ExpressionSpecification, "icon-allow-overlap": true, "icon-padding": 2,
        "text-field": ["get", "label"] as ExpressionSpecification, "text-font": BOLD, "text-size": 13, "text-max-width": 11, "text-optional": true,
        "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 1.3, "text-justify": "auto",
      },
      paint: { "text-color": palette.ink, "text-halo-color": palette.land, "text-halo-width": 2 },
    },
  ];
}

/** Draws the signs that the layers name, and draws them again in a new palette. */
export function paintSigns(map: MapLibreMap, palette: Palette): void {
  for (const kind of EVERY) {
    const image = drawSign(KINDS[kind].sign, palette[KINDS[kind].colour], palette);
    if (map.hasImage(`kind:${kind}`)) map.updateImage(`kind:${kind}`, image);
    else map.addImage(`kind:${kind}`, image, { pixelRatio: DENSITY });
  }
}

/** Where its sign and name stand. */
export function placeOf(shape: Shape): Position {
  if (shape.type === "Polygon") return labelPoint(shape)?.at ?? (positionsOf(shape)[0] as Position);
  const positions = positionsOf(shape);
  return positions[Math.floor(positions.length / 2)] as Position;
}

/** All of them in one box. */
export function boxOfAll(shapes: Shape[]): Box | null {
  const boxes = shapes.flatMap((shape) => boxOf(shape) ?? []) as number[];
  const each = (index: number) => boxes.filter((_, place) => place % 4 === index);
  return boxes.length === 0 ? null : [Math.min(...each(0)), Math.min(...each(1)), Math.max(...each(2)), Math.max(...each(3))];
}

/** The features of one map. */
export class Features {
  readonly #map: MapLibreMap;
  #all: Feature[] = [];
  /** Drawn by somebody else at the moment. */
  #held: string | null = null;
  #chosen: string | null = null;

  constructor(map: MapLibreMap) {
    this.#map = map;
  }

  get all(): Feature[] {
    return this.#all;
  }

  find(id: string | null): Feature | undefined {
    return this.#all.find((feature) => feature.id === id);
  }

  set(all: Feature[]): void {
    this.#all = all;
    this.#show();
  }

  /** Leaves one out, because it is being changed. */
  hold(id: string | null): void {
    if (id === this.#held) return;
    this.#held = id;
    this.#show();
  }

  choose(id: string | null): void {
    for (const source of ["plan", "plan-places"]) {
      if (this.#chosen !== null) this.#map.setFeatureState({ source, id: this.#chosen }, { chosen: false });
      if (id !== null) this.#map.setFeatureState({ source, id }, { chosen: true });
    }
    this.#chosen = id;
  }

  /** What lies within `reach` pixels of a point of the screen, the smallest first. */
  at({ x, y }: { x: number; y: number }, reach: number): string | null {
    const found = this.#map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: TOUCHED });
    const first = TOUCHED.map((layer) => found.find((feature) => feature.layer.id === layer)).find((feature) => feature !== undefined);
    return first ? String(first.properties["id"]) : null;
  }

  #show(): void {
    const shown = this.#all.filter(({ id }) => id !== this.#held);
    const collect = (geometryOf: (feature: Feature) => GeoJSON.Geometry): GeoJSON.FeatureCollection => ({
      type: "FeatureCollection",
      features: shown.map((feature) => ({ type: "Feature", geometry: geometryOf(feature), properties: { id: feature.id, label: feature.label, kind: feature.kind } })),
    });
    this.#source("plan")?.setData(collect(({ geometry }) => geometry));
    this.#source("plan-places")?.setData(collect(({ geometry }) => ({ type: "Point", coordinates: placeOf(geometry) })));
  }

  /** None once the map is gone: what arrives late has nowhere to go. */
  #source(id: string): GeoJSONSource | undefined {
    return this.#map.getSource(id);
  }
}
