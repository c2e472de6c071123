/** One geometry, drawn so that it stands out on the paper: for the preview, and for the picker before it is touched. */

import { type Box, NOTHING, type Part } from "./types";

export const shape: Part = {
  sources: { shape: { type: "geojson", data: NOTHING } },
  layers: (palette) => [
    { id: "shape-fill", type: "fill", source: "shape", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": palette.action, "fill-opacity": 0.16 } },
    { id: "shape-rim", type: "line", source: "shape", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": palette.land, "line-width": 8 } },
    { id: "shape-line", type: "line", source: "shape", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": palette.action, "line-width": 4 } },
    { id: "shape-point", type: "circle", source: "shape", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 9, "circle-color": palette.action, "circle-stroke-color": palette.surface, "circle-stroke-width": 3.5 } },
  ],
};

export function boxOf(geometry: GeoJSON.Geometry): Box | null {
  const positions: GeoJSON.Position[] =
    geometry.type === "Point" ? [geometry.coordinates]
    : geometry.type === "LineString" ? geometry.coordinates
    : geometry.type === "Polygon" ? geometry.coordinates.flat()
    : geometry.type === "MultiPolygon" ? geometry.coordinates.flat(2)
    : [];
  if (positions.length === 0) return null;
  const [xs, ys] = [positions.map((position) => position[0] ?? 0), positions.map((position) => position[1] ?? 0)];
  // A point, or a garden, still shows some of its surroundings: about 500 m each way.
  const air = 0.0045;
  return [Math.min(...xs) - air, Math.min(...ys) - air, Math.max(...xs) + air, Math.max(...ys) + air];
}
