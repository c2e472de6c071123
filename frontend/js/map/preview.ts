/** The small map on a proposal's page: where it is, in which desa. */

import type { GeoJSONSource } from "maplibre-gl";
import { type AreaData, Areas, areas } from "./areas";
import { openFrame } from "./frame";
import { boxOf, shape } from "./shape";
import type { Box, Locale } from "./types";

export interface PreviewOptions {
  geometry: GeoJSON.Geometry;
  /** Of the regency. */
  bbox: Box;
  locale: Locale;
  attribution?: string | null;
}

export interface PreviewHandle {
  setAreas(villages: AreaData, districts: AreaData): Promise<void>;
  setGeometry(geometry: GeoJSON.Geometry): void;
  setTheme(): void;
  destroy(): void;
  idle(): Promise<void>;
}

export async function createPreview(element: HTMLElement, options: PreviewOptions): Promise<PreviewHandle> {
  const frame = await openFrame(element, {
    bbox: options.bbox,
    view: around(options.geometry) ?? options.bbox,
    locale: options.locale,
    attribution: options.attribution ?? null,
    cooperative: true,
    parts: [areas, shape],
  });
  const ground = new Areas(frame.map);
  const setGeometry = (geometry: GeoJSON.Geometry) => {
    (frame.map.getSource("shape") as GeoJSONSource).setData({ type: "Feature", geometry, properties: {} });
  };
  setGeometry(options.geometry);
  return {
    setAreas: async (villages, districts) => {
      await Promise.all([ground.set("districts", districts), ground.set("villages", villages)]);
    },
    setGeometry: (geometry) => {
      setGeometry(geometry);
      frame.fit(around(geometry) ?? options.bbox);
    },
    setTheme: frame.setTheme,
    destroy: frame.destroy,
    idle: frame.idle,
  };
}

/** The shape with its desa around it: a dot on empty paper says nothing of where it is. */
function around(geometry: GeoJSON.Geometry): Box | null {
  const box = boxOf(geometry);
  const air = 0.007;
  return box && [box[0] - air, box[1] - air, box[2] + air, box[3] + air];
}
