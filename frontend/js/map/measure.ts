/** Lengths and areas on the globe; good to a few parts in a thousand, which is what a sketch deserves. */

import type { Position } from "./types";

/** Mean radius of the Earth (IUGG), in metres. */
const RADIUS = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

export interface Measure {
  vertices: number;
  /** Of a line, or around an area; 0 for a point. */
  lengthMeters: number;
  /** 0 except for an area. */
  areaM2: number;
}

export function measure(geometry: GeoJSON.Geometry | null): Measure {
  if (geometry?.type === "Point") return { vertices: 1, lengthMeters: 0, areaM2: 0 };
  if (geometry?.type === "LineString") {
    return { vertices: geometry.coordinates.length, lengthMeters: length(geometry.coordinates), areaM2: 0 };
  }
  const ring = geometry?.type === "Polygon" ? geometry.coordinates[0] : undefined;
  if (!ring) return { vertices: 0, lengthMeters: 0, areaM2: 0 };
  return { vertices: ring.length - 1, lengthMeters: length(ring), areaM2: area(ring) };
}

function length(line: GeoJSON.Position[]): number {
  return line.slice(1).reduce((sum, position, index) => sum + distance(line[index] as Position, position as Position), 0);
}

/** Haversine. */
function distance([x1, y1]: Position, [x2, y2]: Position): number {
  const [dy, dx] = [radians(y2 - y1), radians(x2 - x1)];
  const h = Math.sin(dy / 2) ** 2 + Math.cos(radians(y1)) * Math.cos(radians(y2)) * Math.sin(dx / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.sqrt(h));
}

/** Chamberlain and Duquette, "Some algorithms for polygons on a sphere" (2007). */
function area(ring: GeoJSON.Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1] as Position;
    const [x2, y2] = ring[i] as Position;
    sum += radians(x2 - x1) * (2 + Math.sin(radians(y1)) + Math.sin(radians(y2)));
  }
  return Math.abs((sum * RADIUS * RADIUS) / 2);
}
