/** Pictures for the map, drawn from the tokens: a pin for each status family, and rings that show the mix in a cluster. */

import type { Palette } from "./palette";
import { FAMILIES, type Family } from "./status";

/** An outline and what stands in it, as paths on a 24 px grid. */
export type Sign = [outline: string, sign: string];

/** Outline and sign of each family on a 24 px grid; the same shapes as status-* in icons.svg. */
const SHAPES: Record<Family, Sign> = {
  ok: ["M8 3.5h8a4.5 4.5 0 0 1 4.5 4.5v8a4.5 4.5 0 0 1-4.5 4.5h-8a4.5 4.5 0 0 1-4.5-4.5v-8a4.5 4.5 0 0 1 4.5-4.5z", "m8 12.3 2.9 2.9 5.3-6"],
  wait: ["M12 3.2a8.8 8.8 0 1 1-.01 0z", "M12 7.5V12l3 2"],
  go: ["M12 1.5 22.5 12 12 22.5 1.5 12z", "M10.5 8.5 14 12l-3.5 3.5"],
  no: ["M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z", "M9 9l6 6M15 9l-6 6"],
  neutral: ["M12 3.2a8.8 8.8 0 1 1-.01 0z", "M8.5 12h7"],
};

/** Images are drawn at this many pixels per CSS pixel. */
export const DENSITY = 2;
/** Equal parts of a cluster's ring. */
export const PARTS = 12;

/** A pin for the map: 26 px, with a rim that lifts it off the ground. */
export function drawPin(family: Family, palette: Palette): ImageData {
  return drawSign(SHAPES[family], palette[family], palette);
}

/** Any sign as such a pin. */
export function drawSign(sign: Sign, colour: string, palette: Palette): ImageData {
  return draw(30, (canvas) => {
    canvas.translate(3, 3);
    drawShape(canvas, sign, colour, palette);
  });
}

/** The chosen pin: a drop twice as high whose tip stands on the place. */
export function drawChosenPin(family: Family, palette: Palette): ImageData {
  return draw(52, (canvas) => {
    const drop = new Path2D("M26 49.5C36 38.5 42 30.5 42 20.5a16 16 0 0 0-32 0C10 30.5 16 38.5 26 49.5z");
    canvas.shadowColor = "rgb(0 0 0 / .35)";
    canvas.shadowBlur = 6 * DENSITY;
    canvas.shadowOffsetY = 2 * DENSITY;
    canvas.fillStyle = palette.surface;
    canvas.fill(drop);
    canvas.shadowColor = "transparent";
    canvas.strokeStyle = palette.ink;
    canvas.lineWidth = 1.5;
    canvas.stroke(drop);
    canvas.translate(14, 8.5);
    drawShape(canvas, SHAPES[family], palette[family], palette);
  });
}

/** A ring of {@link PARTS} parts around a disc; `shares` counts the parts of each family, in FAMILIES' order. */
export function drawCluster(shares: number[], size: number, palette: Palette): ImageData {
  const total = shares.reduce((sum, share) => sum + share, 0) || 1;
  return draw(size + 6, (canvas) => {
    const centre = (size + 6) / 2;
    const ring = size / 2 - 2.5;
    canvas.shadowColor = "rgb(0 0 0 / .28)";
    canvas.shadowBlur = 4 * DENSITY;
    canvas.shadowOffsetY = DENSITY;
    canvas.fillStyle = palette.surface;
    canvas.beginPath();
    canvas.arc(centre, centre, size / 2, 0, 2 * Math.PI);
    canvas.fill();
    canvas.shadowColor = "transparent";
    canvas.lineWidth = 5;
    let from = -Math.PI / 2;
    shares.forEach((share, index) => {
      const to = from + (2 * Math.PI * share) / total;
      canvas.strokeStyle = palette[FAMILIES[index] ?? "neutral"];
      canvas.beginPath();
      canvas.arc(centre, centre, ring, from, to);
      if (share > 0) canvas.stroke();
      from = to;
    });
  });
}

function drawShape(canvas: CanvasRenderingContext2D, [outline, sign]: Sign, colour: string, palette: Palette): void {
  const shape = new Path2D(outline);
  canvas.lineJoin = canvas.lineCap = "round";
  canvas.strokeStyle = palette.surface;
  canvas.lineWidth = 4;
  canvas.stroke(shape);
  canvas.fillStyle = colour;
  canvas.fill(shape);
  canvas.lineWidth = 2.4;
  canvas.stroke(new Path2D(sign));
}

function draw(size: number, paint: (canvas: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * DENSITY;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return new ImageData(size * DENSITY, size * DENSITY);
  context.scale(DENSITY, DENSITY);
  paint(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
