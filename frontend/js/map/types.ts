import type { Map as MapLibreMap, LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Palette } from "./palette";

export type { MapLibreMap };
export type Position = [longitude: number, latitude: number];
/** West, south, east, north in degrees. */
export type Box = [west: number, south: number, east: number, north: number];
export type Locale = "id" | "en";

/** Some sources and the layers that draw them; the layers are asked for again when the theme changes. */
export interface Part {
  sources: Record<string, SourceSpecification>;
  layers(palette: Palette): LayerSpecification[];
}

export const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
