/** The map of the form: one point, line or area, drawn directly, by finger, mouse or keyboard. */

import { type AreaData, Areas, areas } from "./areas";
import { Drawing, type Mode, type Shape, modeOf } from "./draw";
import { openFrame } from "./frame";
import { LocateControl, explainFailure, findPosition, here, showPosition } from "./here";
import { type Measure, measure } from "./measure";
import { say, sayArea, sayLength } from "./messages";
import { readPalette } from "./palette";
import { boxOf } from "./shape";
import { type ToolState, DrawTools, ModeTools } from "./tools";
import type { Box, Locale, Position } from "./types";

export interface PickerOptions {
  center: Position;
  /** Of the regency. */
  bbox: Box;
  /** What is shown first: usually the proposer's desa. */
  view?: Box | null;
  mode: Mode;
  /** The kinds offered on the map; one of them hides the choice. */
  modes?: Mode[];
  value: Shape | null;
  locale: Locale;
  attribution?: string | null;
  /** Called when a shape is finished, edited, undone or cleared. */
  onChange(shape: Shape | null, info: Measure): void;
}

export interface PickerHandle {
  setAreas(villages: AreaData, districts: AreaData): Promise<void>;
  setMode(mode: Mode): void;
  setValue(shape: Shape | null): void;
  highlightArea(code: string | null): void;
  fit(bbox: Box): void;
  /** Moves to where the visitor stands. Resolves to null, or to the reason why not, as a sentence to show. */
  locate(): Promise<string | null>;
  /** Presses the map at its centre. */
  place(): void;
  finish(): void;
  undo(): void;
  clear(): void;
  setTheme(): void;
  destroy(): void;
  idle(): Promise<void>;
}

export async function createPicker(element: HTMLElement, options: PickerOptions): Promise<PickerHandle> {
  const { locale, value } = options;
  let drawing: Drawing | undefined;
  const frame = await openFrame(element, {
    bbox: options.bbox,
    view: (value && boxOf(value)) ?? options.view ?? options.bbox,
    locale,
    attribution: options.attribution ?? null,
    parts: [areas, here],
    onPalette: (_, palette) => drawing?.repaint(palette),
  });
  const { map } = frame;
  const ground = new Areas(map);
  const actions = {
    setMode: (mode: Mode) => draw.setMode(mode),
    place: () => draw.press(),
    finish: () => draw.finish(),
    undo: () => draw.undo(),
    clear: () => draw.clear(),
  };
  const modeTools = new ModeTools(options.modes ?? ["point", "line", "polygon"], actions, locale);
  const drawTools = new DrawTools(actions, locale);
  const show = (shape: Shape | null, drawingNow: boolean) => {
    const state: ToolState = {
      mode: draw.mode,
      drawing: drawingNow,
      canUndo: draw.canUndo,
      empty: shape === null,
      measure: describe(shape, locale),
    };
    modeTools.show(state);
    drawTools.show(state);
  };
  const draw = new Drawing(map, value ? modeOf(value) : options.mode, readPalette(), {
    onChange: (shape) => options.onChange(shape, measure(shape)),
    onProgress: show,
    onCrossing: (crossing) => drawTools.warn(crossing ? say("crossing", locale) : ""),
  });
  drawing = draw;
  map.addControl(modeTools, "top-left");
  map.addControl(drawTools, "bottom-left");
  const aim = crossHair(element);
  const locate = async () => {
    try {
      showPosition(map, await findPosition());
      return null;
    } catch (error) {
      return explainFailure(error, locale);
    }
  };
  map.addControl(new LocateControl(locale, async () => drawTools.warn((await locate()) ?? "")), "top-right");
  if (value) draw.restore(value);
  show(value, false);

  return {
    ...actions,
    locate,
    setAreas: async (villages, districts) => {
      await Promise.all([ground.set("districts", districts), ground.set("villages", villages)]);
    },
    setValue: (shape) => draw.setValue(shape),
    highlightArea: (code) => ground.choose(code),
    fit: frame.fit,
    setTheme: frame.setTheme,
    destroy: () => {
      draw.destroy();
      aim.remove();
      frame.destroy();
    },
    idle: frame.idle,
  };
}

function describe(shape: Shape | null, locale: Locale): string {
  const { lengthMeters, areaM2 } = measure(shape);
  if (areaM2 > 0) return sayArea(areaM2, locale);
  return lengthMeters > 0 ? sayLength(lengthMeters, locale) : "";
}

/** Marks the centre while the map has the keyboard's focus: that is where "place" presses. */
export function crossHair(element: HTMLElement): HTMLElement {
  const aim = document.createElement("span");
  aim.className = "map-aim";
  aim.setAttribute("aria-hidden", "true");
  element.append(aim);
  return aim;
}
