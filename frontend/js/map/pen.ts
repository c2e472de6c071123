/** Drawing on a plan's map, where others change things at the same time: one shape is in the hand, the rest lies around it. */

import { Drawing, type Mode, type Shape } from "./draw";
import type { Features } from "./features";
import { measure } from "./measure";
import { say, sayArea, sayLength } from "./messages";
import { type Palette, readPalette } from "./palette";
import { type Pixel, positionsOf, snap } from "./snap";
import type { Locale, MapLibreMap, Position } from "./types";

export type Tool = "select" | Mode;

/** What is being drawn. */
export interface Progress {
  drawing: boolean;
  /** How long or large it is, in words. */
  measure: string;
  /** What is wrong with it, in words. */
  warning: string;
}

export interface PenEvents {
  onDraw(shape: Shape): void;
  onReshape(change: { id: string; shape: Shape }): void;
  onProgress(progress: Progress): void;
}

export class Pen {
  readonly #map: MapLibreMap;
  readonly #features: Features;
  readonly #drawing: Drawing;
  readonly #events: PenEvents;
  #tool: Tool = "select";
  #chosen: string | null = null;
  #editable = false;
  /** A finger or a button is down: what comes in now must not pull the shape out of the hand. */
  #pressed = false;
  #changedAt = 0;

  constructor(map: MapLibreMap, features: Features, locale: Locale, reach: number, events: PenEvents) {
    this.#map = map;
    this.#features = features;
    this.#events = events;
    let crossing = false;
    this.#drawing = new Drawing(map, "point", readPalette(), {
      onChange: (shape) => this.#changed(shape),
      onProgress: (shape, drawing) => events.onProgress({ drawing, measure: inWords(shape, locale), warning: crossing ? say("crossing", locale) : "" }),
      onCrossing: (now) => (crossing = now),
    }, { snap: (at) => this.#snap(at, reach) });
    this.#drawing.rest();
    map.getCanvasContainer().addEventListener("pointerdown", this.#press, true);
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, this.#release, true);
  }

  /** Whether the next press on the map is the pen's own. */
  get takesPresses(): boolean {
    return this.#editable && this.#tool !== "select";
  }

  get drawing(): boolean {
    return this.#drawing.drawing;
  }

  /** Whether a press was one on the shape in the hand. */
  isIn(at: Pixel): boolean {
    return this.#held !== undefined && this.#drawing.isAt(at);
  }

  /** Whether the press that ends now has changed the shape. */
  get hasJustChanged(): boolean {
    return performance.now() - this.#changedAt < 300;
  }

  setTool(tool: Tool): void {
    if (tool === this.#tool) return;
    this.#tool = tool;
    this.sync(true);
  }

  choose(id: string | null): void {
    if (id === this.#chosen) return;
    this.#chosen = id;
    if (this.#tool === "select") this.sync(true);
  }

  setEditable(editable: boolean): void {
    if (editable === this.#editable) return;
    this.#editable = editable;
    this.sync(true);
  }

  /** Brings what is in the hand to what tool, choice and plan say now; a drawing that goes on only when `anew`. */
  sync(anew = false): void {
    if (!anew && (this.#pressed || this.#tool !== "select")) return;
    const held = this.#held;
    this.#features.hold(held?.id ?? null);
    // One finger moves the page, until the map needs it.
    const { cooperativeGestures: gestures } = this.#map;
    const yields = !held && !this.takesPresses;
    if (yields !== gestures.isEnabled()) gestures[yields ? "enable" : "disable"]();
    if (held) {
      if (anew || !isSame(this.#drawing.shape, held.geometry)) this.#drawing.restore(held.geometry);
    } else if (this.takesPresses) {
      this.#drawing.begin(this.#tool as Mode);
    } else {
      this.#drawing.rest();
    }
    if (anew) this.#events.onProgress({ drawing: false, measure: "", warning: "" });
  }

  place(): void {
    this.#drawing.press();
  }

  finish(): void {
    this.#drawing.finish();
  }

  /** Takes back the last point of what is being drawn. */
  undo(): void {
    if (this.drawing) this.#drawing.undo();
  }

  repaint(palette: Palette): void {
    this.#drawing.repaint(palette);
  }

  destroy(): void {
    for (const end of ["pointerup", "pointercancel"]) window.removeEventListener(end, this.#release, true);
    this.#drawing.destroy();
  }

  /** The feature whose shape can be changed. */
  get #held() {
    return this.#editable && this.#tool === "select" ? this.#features.find(this.#chosen) : undefined;
  }

  #press = (): void => {
    this.#pressed = true;
  };

  #release = (): void => {
    this.#pressed = false;
    // What has come in meanwhile, once the drawing has heard of the same event.
    setTimeout(() => this.sync());
  };

  #changed(shape: Shape | null): void {
    this.#changedAt = performance.now();
    const held = this.#held;
    if (shape && held) this.#events.onReshape({ id: held.id, shape });
    else if (shape && this.takesPresses) this.#events.onDraw(shape);
  }

  #snap(at: Pixel, reach: number): Position | undefined {
    const held = this.#held;
    const others = this.#features.all.filter((feature) => feature !== held).map(({ geometry }) => geometry);
    const unproject = ({ x, y }: Pixel): Position => {
      const { lng, lat } = this.#map.unproject([x, y]);
      return [Number(lng.toFixed(7)), Number(lat.toFixed(7))];
    };
    return snap(at, others, { project: (position) => this.#map.project(position), unproject, reach });
  }
}

/** To a centimetre: not every number survives being written and read as it was. */
function isSame(one: Shape | null, other: Shape): boolean {
  if (one?.type !== other.type) return false;
  const [these, those] = [positionsOf(one), positionsOf(other)];
  return these.length === those.length && these.every(([x, y], index) => Math.hypot(x - (those[index]?.[0] ?? 0), y - (those[index]?.[1] ?? 0)) < 1e-7);
}

function inWords(shape: Shape | null, locale: Locale): string {
  const { lengthMeters, areaM2 } = measure(shape);
  if (areaM2 > 0) return sayArea(areaM2, locale);
  return lengthMeters > 0 ? sayLength(lengthMeters, locale) : "";
}
