/** Where an area's name has most room. Names run from west to east, so the widest level stretch inside
    the outline serves them better than its centre or the middle of its largest circle. */

import type { Box, Position } from "./types";

const LEVELS = 24;

export interface LabelPlace {
  at: Position;
  /** Of the stretch, in degrees of longitude. */
  width: number;
}

/** Null when nothing of the area lies within the box. */
export function labelPoint(geometry: GeoJSON.Geometry, within?: Box): LabelPlace | null {
  const rings = ringsOf(geometry);
  const latitudes = rings.flat().map((position) => position[1] ?? 0);
  const south = Math.max(Math.min(...latitudes), within?.[1] ?? -90);
  const north = Math.min(Math.max(...latitudes), within?.[3] ?? 90);
  const middle = (south + north) / 2;
  let best: LabelPlace | null = null;
  let bestScore = 0;
  for (let level = 1; level < LEVELS; level++) {
    const latitude = south + ((north - south) * level) / LEVELS;
    // A stretch near the top or bottom edge is worth less: the name is as high as it is.
    const central = 1 - 0.5 * Math.abs((latitude - middle) / (north - south || 1));
    for (const [west, east] of stretches(rings, latitude)) {
      const [from, to] = [Math.max(west, within?.[0] ?? -180), Math.min(east, within?.[2] ?? 180)];
      const score = (to - from) * central;
      if (score > bestScore) {
        bestScore = score;
        best = { at: [(from + to) / 2, latitude], width: to - from };
      }
    }
  }
  return best;
}

function ringsOf(geometry: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (geometry.type === "Polygon") return geometry.coordinates;
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
  return [];
}

/** From–to longitudes inside the rings along a line of latitude (even–odd rule). */
function stretches(rings: GeoJSON.Position[][], latitude: number): [number, number][] {
  const crossings: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1] as Position;
      const [x2, y2] = ring[i] as Position;
      if (y1 > latitude !== y2 > latitude) crossings.push(x1 + ((latitude - y1) / (y2 - y1)) * (x2 - x1));
    }
  }
  crossings.sort((a, b) => a - b);
  const pairs: [number, number][] = [];
  for (let i = 1; i < crossings.length; i += 2) pairs.push([crossings[i - 1] ?? 0, crossings[i] ?? 0]);
  return pairs;
}
