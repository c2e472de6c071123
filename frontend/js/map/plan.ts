/** The map of a plan: what it holds, to look at or to draw on together. */

import { type AreaData, Areas, areas } from "./areas";
import type { Shape } from "./draw";
import { type Feature, Features, boxOfAll, features, paintSigns } from "./features";
import { openFrame } from "./frame";
import { LocateControl, explainFailure, findPosition, here, showPosition } from "./here";
import { Pen, type Progress, type Tool } from "./pen";
import { People, type Pointer, watchPointer } from "./people";
import { crossHair } from "./picker";
import type { Box, Locale, Position } from "./types";

export interface PlanMapOptions {
  /** Of the regency. */
  bbox: Box;
  features: Feature[];
  locale: Locale;
  attribution?: string | null;
  /** One was pressed; null when a press beside it lets it go. */
  onSelect(id: string | null): void;
  /** With it the map can be drawn on: a new shape is finished. */
  onDraw?(shape: Shape): void;
  onReshape?(change: { id: string; shape: Shape }): void;
  onProgress?(progress: Progress): void;
  /** Where the own pointer is; null when it has left. */
  onPointer?(at: Position | null): void;
}

export interface PlanMapHandle {
  setAreas(villages: AreaData, districts: AreaData): Promise<void>;
  setFeatures(features: Feature[]): void;
  /** The area that the plan is for: what is shown until something is drawn. */
  setHome(code: string | null): void;
  /** Shows one as chosen; where it may be edited, it comes into the hand. */
  select(id: string | null): void;
  setTool(tool: Tool): void;
  setEditable(editable: boolean): void;
  setPeople(pointers: Pointer[]): void;
  /** Moves to one, or to all of them. */
  show(id: string | null): void;
  /** Shows what the plan says instead of what was drawn last. */
  reset(): void;
  /** Presses the map at its centre. */
  place(): void;
  finish(): void;
  undo(): void;
  setTheme(): void;
  destroy(): void;
  idle(): Promise<void>;
  /** Where a position stands on the screen. */
  pixel(at: Position): { x: number; y: number };
}

export async function createPlanMap(element: HTMLElement, options: PlanMapOptions): Promise<PlanMapHandle> {
  const { locale } = options;
  const silent = () => undefined;
  const onProgress = options.onProgress ?? silent;
  let pen: Pen | undefined;
  const frame = await openFrame(element, {
    bbox: options.bbox,
    view: boxOfAll(options.features.map(({ geometry }) => geometry)) ?? options.bbox,
    locale,
    attribution: options.attribution ?? null,
    title: "planMap",
    cooperative: true,
    parts: [areas, features, here],
    onPalette: (map, palette) => {
      paintSigns(map, palette);
      pen?.repaint(palette);
    },
  });
  const { map } = frame;
  const { Marker } = await import("maplibre-gl");
  const ground = new Areas(map);
  const shown = new Features(map);
  const people = new People(map, Marker);
  const reach = matchMedia("(pointer: coarse)").matches ? 16 : 10;
  shown.set(options.features);
  if (options.onDraw) pen = new Pen(map, shown, locale, reach, { onDraw: options.onDraw, onReshape: options.onReshape ?? silent, onProgress });
  const aim = pen && crossHair(element);
  // Where "place" presses is shown while it would do something.
  const showAim = () => aim?.toggleAttribute("hidden", !pen?.takesPresses);
  showAim();
  const unwatch = options.onPointer && watchPointer(map, options.onPointer);

  map.on("click", ({ point }) => {
    if (pen?.takesPresses || pen?.hasJustChanged) return;
    const hit = shown.at(point, reach / 2);
    if (hit === null && pen?.isIn(point)) return;
    options.onSelect(hit);
  });
  map.on("mousemove", ({ point }) => {
    if (!pen?.takesPresses && !pen?.isIn(point)) map.getCanvas().style.cursor = shown.at(point, reach / 2) ? "pointer" : "";
  });
  element.addEventListener("keydown", (event) => {
    if (!pen?.drawing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    // In the middle of a line its last point is meant, not what was done in the plan before.
    event.preventDefault();
    event.stopPropagation();
    pen.undo();
  });
  map.addControl(new LocateControl(locale, async () => {
    try {
      showPosition(map, await findPosition());
    } catch (error) {
      onProgress({ drawing: pen?.drawing ?? false, measure: "", warning: explainFailure(error, locale) });
    }
  }), "top-right");

  let home: string | null = null;
  const goHome = () => {
    const box = home && shown.all.length === 0 ? ground.boxOf(home) : null;
    if (box) frame.fit(box);
  };

  return {
    setAreas: async (villages, districts) => {
      await Promise.all([ground.set("districts", districts), ground.set("villages", villages)]);
      goHome();
    },
    setHome: (code) => {
      if (code === home) return;
      home = code;
      goHome();
    },
    setFeatures: (all) => {
      shown.set(all);
      pen?.sync();
    },
    select: (id) => {
      shown.choose(id);
      pen?.choose(id);
    },
    setTool: (tool) => {
      pen?.setTool(tool);
      showAim();
    },
    setEditable: (editable) => {
      pen?.setEditable(editable);
      showAim();
    },
    setPeople: (pointers) => people.set(pointers),
    show: (id) => {
      const meant = id === null ? shown.all : shown.all.filter((feature) => feature.id === id);
      const box = boxOfAll(meant.map(({ geometry }) => geometry));
      if (box) frame.fit(box);
    },
    reset: () => pen?.sync(true),
    place: () => pen?.place(),
    finish: () => pen?.finish(),
    undo: () => pen?.undo(),
    setTheme: frame.setTheme,
    destroy: () => {
      unwatch?.();
      pen?.destroy();
      aim?.remove();
      people.set([]);
      frame.destroy();
    },
    idle: frame.idle,
    pixel: (at) => {
      const { left, top } = map.getCanvas().getBoundingClientRect();
      const { x, y } = map.project(at);
      return { x: left + x, y: top + y };
    },
  };
}
