/** What all maps share: how one is opened, moved, themed and closed. */

import type { IControl, LayerSpecification } from "maplibre-gl";
import { type Message, say } from "./messages";
import { type Palette, readPalette, watchTheme } from "./palette";
import type { Box, Locale, MapLibreMap, Part } from "./types";

/** The first family only names the weight: MapLibre reads it from there and draws with local fonts. */
export const REGULAR = ["Medium", "system-ui"];
export const BOLD = ["Bold", "system-ui"];

export interface FrameOptions {
  bbox: Box;
  /** What is shown first, when it is not all of `bbox`. */
  view?: Box;
  locale: Locale;
  /** Its name for screen readers, where a page has more than one. */
  title?: Message;
  attribution?: string | null;
  /** A map in the middle of a page leaves one-finger scrolling to the page. */
  cooperative?: boolean;
  parts: Part[];
  /** Called with every new palette, to draw the images again. */
  onPalette?(map: MapLibreMap, palette: Palette): void;
}

export interface Frame {
  map: MapLibreMap;
  fit(box: Box): void;
  setTheme(): void;
  idle(): Promise<void>;
  destroy(): void;
}

export async function openFrame(element: HTMLElement, options: FrameOptions): Promise<Frame> {
  const maplibre = await import("maplibre-gl");
  const { locale } = options;
  let palette = readPalette();
  const map = new maplibre.Map({
    container: element,
    style: {
      version: 8,
      sources: Object.assign({}, ...options.parts.map((part) => part.sources)),
      layers: layersOf(options.parts, palette),
    },
    bounds: options.view ?? options.bbox,
    fitBoundsOptions: { padding: 20, maxZoom: 16 },
    maxBounds: widen(options.bbox, 0.5),
    maxZoom: 19,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 150,
    clickTolerance: 6,
    cooperativeGestures: options.cooperative ?? false,
    locale: {
      "Map.Title": say(options.title ?? "map", locale),
      "NavigationControl.ZoomIn": say("zoomIn", locale),
      "NavigationControl.ZoomOut": say("zoomOut", locale),
      "CooperativeGesturesHandler.WindowsHelpText": say("scrollHint", locale),
      "CooperativeGesturesHandler.MacHelpText": say("scrollHint", locale).replace("Ctrl", "⌘"),
      "CooperativeGesturesHandler.MobileHelpText": say("touchHint", locale),
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  if (options.attribution) map.addControl(new Attribution(options.attribution), "bottom-right");
  options.onPalette?.(map, palette);
  await map.once("load");

  const setTheme = () => {
    palette = readPalette();
    repaint(map, layersOf(options.parts, palette));
    options.onPalette?.(map, palette);
  };
  const unwatch = watchTheme(setTheme);
  return {
    map,
    setTheme,
    fit: (box) => void map.fitBounds(box, { padding: 32, maxZoom: 16 }),
    idle: () => (map.loaded() && !map.isMoving() ? Promise.resolve() : map.once("idle").then(() => undefined)),
    destroy: () => {
      unwatch();
      map.remove();
    },
  };
}

function layersOf(parts: Part[], palette: Palette): LayerSpecification[] {
  const ground: LayerSpecification = { id: "ground", type: "background", paint: { "background-color": palette.ground } };
  return [ground, ...parts.flatMap((part) => part.layers(palette))];
}

function repaint(map: MapLibreMap, layers: LayerSpecification[]): void {
  for (const layer of layers) {
    for (const [property, value] of Object.entries(layer.paint ?? {})) {
      map.setPaintProperty(layer.id, property as Parameters<MapLibreMap["setPaintProperty"]>[1], value);
    }
  }
}

/** The box with `share` of its width and height added on every side. */
function widen([west, south, east, north]: Box, share: number): Box {
  const [x, y] = [(east - west) * share, (north - south) * share];
  return [west - x, south - y, east + x, north + y];
}

/** A line of plain text in the corner; never HTML, because its text comes from data. */
class Attribution implements IControl {
  readonly #text: string;
  #line: HTMLElement | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  onAdd(): HTMLElement {
    this.#line = document.createElement("div");
    this.#line.className = "maplibregl-ctrl maplibregl-ctrl-attrib";
    this.#line.textContent = this.#text;
    return this.#line;
  }

  onRemove(): void {
    this.#line?.remove();
  }
}
