/** Drawing one geometry: direct, editable by dragging, every step can be taken back. */

import {
  type GeoJSONStoreFeatures, type HexColor, type SnapToCustom, TerraDraw, TerraDrawLineStringMode, TerraDrawModeUndoRedo, TerraDrawPointMode, TerraDrawPolygonMode,
  TerraDrawSelectMode, ValidateNotSelfIntersecting,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import type { Palette } from "./palette";
import type { Pixel } from "./snap";
import type { MapLibreMap, Position } from "./types";

export type Mode = "point" | "line" | "polygon";
export type Shape = GeoJSON.Point | GeoJSON.LineString | GeoJSON.Polygon;

/** How a drawing behaves among others. */
export interface Company {
  /** Where a position near something else comes to lie. */
  snap: (at: Pixel) => Position | undefined;
}

export interface DrawingEvents {
  /** A finished shape, or null when there is none. */
  onChange(shape: Shape | null): void;
  /** What is on the map right now, finished or not. */
  onProgress(shape: Shape | null, drawing: boolean): void;
  /** Whether the outline would cross itself if the next point were placed here. */
  onCrossing(crossing: boolean): void;
}

const MODE_NAMES: Record<Mode, string> = { point: "point", line: "linestring", polygon: "polygon" };
const MODE_OF: Record<Shape["type"], Mode> = { Point: "point", LineString: "line", Polygon: "polygon" };
/** Digits after the point of a degree: one centimetre. */
const PRECISION = 7;

export function modeOf(shape: Shape): Mode {
  return MODE_OF[shape.type];
}

export class Drawing {
  readonly #map: MapLibreMap;
  readonly #draw: TerraDraw;
  readonly #events: DrawingEvents;
  readonly #company: Company | undefined;
  readonly #past: (Shape | null)[] = [];
  #mode: Mode;
  #shape: Shape | null = null;

  /** With company, a point that is there is moved only by dragging it: a press elsewhere is about something else. */
  constructor(map: MapLibreMap, mode: Mode, palette: Palette, events: DrawingEvents, company?: Company) {
    this.#map = map;
    this.#company = company;
    this.#mode = mode;
    this.#events = events;
    this.#draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: PRECISION }),
      modes: this.#modes(palette),
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
    });
    this.#draw.start();
    this.#draw.on("change", () => events.onProgress(this.#current(), this.drawing));
    this.#draw.on("finish", (id) => this.#finished(id));
    this.#ready();
  }

  get mode(): Mode {
    return this.#mode;
  }

  get shape(): Shape | null {
    return this.#shape;
  }

  get drawing(): boolean {
    return this.#draw.getModeState() === "drawing";
  }

  get canUndo(): boolean {
    return this.drawing || this.#past.length > 0;
  }

  /** Another kind of shape: what was drawn is put away, and undo brings it back. */
  setMode(mode: Mode): void {
    if (mode === this.#mode) return;
    this.#mode = mode;
    if (this.#shape) this.clear();
    else this.#show(null);
  }

  /** Shows what was drawn before, without telling anybody. */
  restore(shape: Shape): void {
    this.#mode = modeOf(shape);
    this.#shape = shape;
    this.#show(shape);
  }

  /** Begins a new shape, whatever was there. */
  begin(mode: Mode): void {
    this.#mode = mode;
    this.#shape = null;
    this.#past.length = 0;
    this.#show(null);
  }

  /** Nothing is there, and nothing is drawn. */
  rest(): void {
    this.#shape = null;
    this.#draw.clear();
    this.#draw.setMode("static");
  }

  /** Puts a shape there, as one step. */
  setValue(shape: Shape | null): void {
    this.#record();
    this.#replace(shape);
  }

  clear(): void {
    if (this.#shape) this.#record();
    this.#replace(null);
  }

  undo(): void {
    if (this.drawing) {
      // The first point of a shape is no step of terra-draw's: taking it back means beginning again.
      if (!this.#draw.canUndo() || !this.#draw.undo()) this.#show(null);
    } else if (this.#past.length > 0) {
      this.#replace(this.#past.pop() ?? null);
    }
  }

  /** Whether what is drawn lies under a point of the screen. */
  isAt({ x, y }: Pixel): boolean {
    const { lng, lat } = this.#map.unproject([x, y]);
    return this.#draw.getFeaturesAtLngLat({ lng, lat }, { pointerDistance: 14 }).length > 0;
  }

  /** Presses the map at its centre: for those who move it by keyboard. */
  press(): void {
    const canvas = this.#map.getCanvas();
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, isPrimary: true, bubbles: true, pointerId: 1 };
    canvas.dispatchEvent(new PointerEvent("pointermove", { ...at, button: -1 }));
    canvas.dispatchEvent(new PointerEvent("pointerdown", { ...at, button: 0 }));
    canvas.dispatchEvent(new PointerEvent("pointerup", { ...at, button: 0 }));
  }

  /** Ends the line or outline with the points that it has. */
  finish(): void {
    const canvas = this.#map.getCanvas();
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    canvas.dispatchEvent(new KeyboardEvent("keyup", { key: "Enter" }));
  }

  repaint(palette: Palette): void {
    const styles = stylesOf(palette);
    this.#draw.updateModeOptions<typeof TerraDrawPointMode>("point", { styles: styles.point });
    this.#draw.updateModeOptions<typeof TerraDrawLineStringMode>("linestring", { styles: styles.line });
    this.#draw.updateModeOptions<typeof TerraDrawPolygonMode>("polygon", { styles: styles.polygon });
    this.#draw.updateModeOptions<typeof TerraDrawSelectMode>("select", { styles: styles.select });
  }

  destroy(): void {
    this.#draw.stop();
  }

  #modes(palette: Palette) {
    const styles = stylesOf(palette);
    const uncrossed = (feature: GeoJSONStoreFeatures, { updateType }: { updateType: string }) => {
      const verdict = ValidateNotSelfIntersecting(feature);
      this.#events.onCrossing(!verdict.valid);
      // While the pointer moves the outline may cross for a moment: it is the placing that is refused.
      return updateType === "provisional" ? { valid: true } : verdict;
    };
    const toCustom: SnapToCustom = ({ containerX: x, containerY: y }) => this.#company?.snap({ x, y });
    const snapping = this.#company && { toCustom };
    const editing = { draggable: true, coordinates: { draggable: true, midpoints: true, deletable: true, ...(snapping && { snappable: snapping }) } };
    return [
      new TerraDrawPointMode({ editable: !this.#company, styles: styles.point }),
      new TerraDrawLineStringMode({ styles: styles.line, pointerDistance: 24, ...(snapping && { snapping }), keyEvents: { cancel: "Escape", finish: "Enter" } }),
      new TerraDrawPolygonMode({ styles: styles.polygon, pointerDistance: 24, ...(snapping && { snapping }), keyEvents: { cancel: "Escape", finish: "Enter" }, validation: uncrossed }),
      // Of the events of a drag every so-manieth is left out, so that the last may be missing: none is, here.
      new TerraDrawSelectMode({
        styles: styles.select, pointerDistance: 28, allowManualDeselection: false, keyEvents: null, dragEventThrottle: Infinity,
        flags: { point: { feature: { draggable: true } }, linestring: { feature: editing }, polygon: { feature: { ...editing, selfIntersectable: false, validation: uncrossed } } },
      }),
    ];
  }

  #finished(id: string | number): void {
    const feature = this.#draw.getSnapshotFeature(id);
    if (!feature) return;
    this.#record();
    this.#shape = this.#settled(shapeOf(feature));
    const others = this.#drawn().filter((other) => other.id !== id).flatMap((other) => other.id ?? []);
    if (others.length > 0) this.#draw.removeFeatures(others);
    this.#ready(id);
    this.#tell();
  }

  /** Lines and areas come near others vertex by vertex; a point does when it is put down. */
  #settled(shape: Shape): Shape {
    const near = shape.type === "Point" && this.#company?.snap(this.#map.project(shape.coordinates as Position));
    return near ? { type: "Point", coordinates: near } : shape;
  }

  #replace(shape: Shape | null): void {
    if (shape) this.#mode = modeOf(shape);
    this.#shape = shape;
    this.#show(shape);
    this.#tell();
  }

  #tell(): void {
    this.#events.onCrossing(false);
    this.#events.onProgress(this.#shape, false);
    this.#events.onChange(this.#shape);
  }

  #show(shape: Shape | null): void {
    this.#draw.clear();
    if (!shape) return this.#ready();
    const feature = { type: "Feature", geometry: rounded(shape), properties: { mode: MODE_NAMES[this.#mode] } } as GeoJSONStoreFeatures;
    const [added] = this.#draw.addFeatures([feature]);
    this.#ready(added?.valid ? added.id : undefined);
  }

  /** A finished line or area can be edited; otherwise the next press draws. A point does both at once. */
  #ready(id?: string | number): void {
    if (id === undefined || (this.#mode === "point" && !this.#company)) {
      if (this.#draw.getMode() !== MODE_NAMES[this.#mode]) this.#draw.setMode(MODE_NAMES[this.#mode]);
    } else {
      this.#draw.selectFeature(id, "select");
    }
  }

  #record(): void {
    this.#past.push(this.#shape);
  }

  #drawn(): GeoJSONStoreFeatures[] {
    const name = MODE_NAMES[this.#mode];
    return this.#draw.getSnapshot().filter((feature) => feature.properties["mode"] === name && MODE_OF[feature.geometry.type as Shape["type"]] === this.#mode);
  }

  #current(): Shape | null {
    const last = this.#drawn().at(-1);
    return last ? shapeOf(last) : null;
  }
}

function shapeOf(feature: GeoJSONStoreFeatures): Shape {
  return feature.geometry as Shape;
}

function rounded(shape: Shape): Shape {
  const round = ([x, y]: GeoJSON.Position): Position => [Number((x ?? 0).toFixed(PRECISION)), Number((y ?? 0).toFixed(PRECISION))];
  if (shape.type === "Point") return { ...shape, coordinates: round(shape.coordinates) };
  if (shape.type === "LineString") return { ...shape, coordinates: shape.coordinates.map(round) };
  return { ...shape, coordinates: shape.coordinates.map((ring) => ring.map(round)) };
}

function stylesOf(palette: Palette) {
  const action = palette.action as HexColor;
  const surface = palette.surface as HexColor;
  const sogan = palette.sogan as HexColor;
  const vertex = (name: string) => ({ [`${name}Color`]: surface, [`${name}OutlineColor`]: action, [`${name}Width`]: 7, [`${name}OutlineWidth`]: 3 });
  return {
    point: { pointColor: action, pointWidth: 10, pointOutlineColor: surface, pointOutlineWidth: 3.5, editedPointColor: sogan, editedPointWidth: 12, editedPointOutlineColor: surface, editedPointOutlineWidth: 3.5 },
    line: { lineStringColor: action, lineStringWidth: 4, ...vertex("closingPoint"), ...vertex("coordinatePoint") },
    polygon: { fillColor: action, fillOpacity: 0.16, outlineColor: action, outlineWidth: 3, ...vertex("closingPoint"), ...vertex("coordinatePoint") },
    select: {
      selectedPointColor: action, selectedPointWidth: 11, selectedPointOutlineColor: surface, selectedPointOutlineWidth: 3.5,
      selectedLineStringColor: action, selectedLineStringWidth: 4, selectedPolygonColor: action, selectedPolygonFillOpacity: 0.16, selectedPolygonOutlineColor: action, selectedPolygonOutlineWidth: 3,
      ...vertex("selectionPoint"), midPointColor: sogan, midPointOutlineColor: surface, midPointWidth: 5, midPointOutlineWidth: 2,
    },
  };
}
