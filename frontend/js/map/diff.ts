/** What became of the places on a plan's map: dashed where they were, solid where they are. */

import type { GeoJSONSource, LayerSpecification } from "maplibre-gl";
import { type AreaData, Areas, areas } from "./areas";
import type { Shape } from "./draw";
import { boxOfAll } from "./features";
import { openFrame } from "./frame";
import type { Palette } from "./palette";
import { type Box, type Locale, NOTHING, type Part } from "./types";

export interface DiffOptions {
  before: Shape[];
  after: Shape[];
  /** Of the regency. */
  bbox: Box;
  locale: Locale;
  attribution?: string | null;
}

export interface DiffHandle {
  setAreas(villages: AreaData, districts: AreaData): Promise<void>;
  setTheme(): void;
  destroy(): void;
  idle(): Promise<void>;
}

const diff: Part = {
  sources: { before: { type: "geojson", data: NOTHING }, after: { type: "geojson", data: NOTHING } },
  layers: (palette) => [...side("after", palette.ok, palette), ...side("before", palette.no, palette, [2, 1.4])],
};

function side(source: "before" | "after", colour: string, palette: Palette, dashes?: [number, number]): LayerSpecification[] {
  const isPoint = ["==", ["geometry-type"], "Point"] as ["==", ["geometry-type"], string];
  // Where one was is a ring, where it is a disc.
  const disc = dashes ? palette.surface : colour;
  return [
    { id: `${source}-fill`, type: "fill", source, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": dashes ? 0.06 : 0.18 } },
    { id: `${source}-line`, type: "line", source, filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": colour, "line-width": 3.5, ...(dashes && { "line-dasharray": dashes }) } },
    { id: `${source}-point`, type: "circle", source, filter: isPoint, paint: { "circle-radius": 7, "circle-color": disc, "circle-stroke-color": dashes ? colour : palette.surface, "circle-stroke-width": 3 } },
  ];
}

export async function createDiff(element: HTMLElement, options: DiffOptions): Promise<DiffHandle> {
  const { before, after } = options;
  const frame = await openFrame(element, {
    bbox: options.bbox,
    view: boxOfAll([...before, ...after]) ?? options.bbox,
    locale: options.locale,
    attribution: options.attribution ?? null,
    title: "diffMap",
    cooperative: true,
    parts: [areas, diff],
  });
  const ground = new Areas(frame.map);
  const show = (source: string, shapes: Shape[]) => {
    const features = shapes.map((geometry): GeoJSON.Feature => ({ type: "Feature", geometry, properties: {} }));
    (frame.map.getSource(source) as GeoJSONSource).setData({ type: "FeatureCollection", features });
  };
  show("before", before);
  show("after", after);
  return {
    setAreas: async (villages, districts) => {
      await Promise.all([ground.set("districts", districts), ground.set("villages", villages)]);
    },
    setTheme: frame.setTheme,
    destroy: frame.destroy,
    idle: frame.idle,
  };
}
