/** What a position comes to lie on when it is close enough: corners before edges, the nearest of its kind. */

import type { Shape } from "./draw";
import type { Position } from "./types";

/** On the screen. */
export interface Pixel {
  x: number;
  y: number;
}

export interface Screen {
  project(at: Position): Pixel;
  unproject(at: Pixel): Position;
  /** From how many pixels away a shape attracts. */
  reach: number;
}

export function snap(at: Pixel, shapes: Shape[], { project, unproject, reach }: Screen): Position | undefined {
  let corner: { position: Position; away: number } | undefined;
  let edge: { pixel: Pixel; away: number } | undefined;
  for (const shape of shapes) {
    let before: Pixel | undefined;
    for (const position of positionsOf(shape)) {
      const pixel = project(position);
      const away = distance(at, pixel);
      if (away <= reach && away < (corner?.away ?? Infinity)) corner = { position, away };
      const foot = before && nearest(at, before, pixel);
      const aside = foot ? distance(at, foot) : Infinity;
      if (foot && aside <= reach && aside < (edge?.away ?? Infinity)) edge = { pixel: foot, away: aside };
      before = pixel;
    }
  }
  return corner?.position ?? (edge && unproject(edge.pixel));
}

export function positionsOf(shape: Shape): Position[] {
  if (shape.type === "Point") return [shape.coordinates as Position];
  return (shape.type === "LineString" ? shape.coordinates : (shape.coordinates[0] ?? [])) as Position[];
}

/** The point between two others that is nearest to `at`. */
function nearest(at: Pixel, from: Pixel, to: Pixel): Pixel {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = ((at.x - from.x) * dx + (at.y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const within = Math.min(1, Math.max(0, share));
  return { x: from.x + within * dx, y: from.y + within * dy };
}

function distance(one: Pixel, other: Pixel): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
