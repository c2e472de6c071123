/** The map of the first screen: areas, proposals, and what a tap on them means. */

import { type AreaData, Areas, areas } from "./areas";
import { openFrame } from "./frame";
import { LocateControl, explainFailure, findPosition, here, showPosition } from "./here";
import { Feed } from "./feed";
import { Pictures, Proposals, proposals } from "./proposals";
import type { Box, Locale, Position } from "./types";

export interface MapOptions {
  center: Position;
  bbox: Box;
  locale: Locale;
  attribution?: string | null;
  /** Called when a move has ended, and once at the start. */
  onMove(bbox: Box): void;
  /** A pin was tapped; null when a tap beside it lets it go. */
  onSelect(id: string | null): void;
  /** A kecamatan or, close up, a desa was tapped. */
  onArea(code: string): void;
  /** The visitor asked where they are. */
  onLocate?(position: Position): void;
  /** Why they cannot be found, as a sentence to show. */
  onLocateFailed?(reason: string): void;
}

export interface MapHandle {
  setAreas(villages: AreaData, districts: AreaData): Promise<void>;
  setNeighbours(data: AreaData): Promise<void>;
  /** Shows what a filter finds, as the query of /map/proposals.geojson without its box. */
  showProposals(query: string): void;
  /** Shows one as chosen and moves only as far as needed to have it in sight. */
  select(id: string | null): void;
  /** Shows one as chosen where it is, or nowhere. */
  point(id: string | null): void;
  highlightArea(code: string | null): void;
  fit(bbox: Box): void;
  setTheme(): void;
  /** To be called when the element has changed its size without the window doing so. */
  resize(): void;
  destroy(): void;
  idle(): Promise<void>;
  /** How many pins and clusters are drawn now. */
  count(): { pins: number; clusters: number };
}

export async function createMap(element: HTMLElement, options: MapOptions): Promise<MapHandle> {
  const pictures = new Pictures();
  const frame = await openFrame(element, {
    bbox: options.bbox,
    locale: options.locale,
    attribution: options.attribution ?? null,
    parts: [areas, proposals, here],
    onPalette: (map, palette) => pictures.paint(map, palette),
  });
  const { map } = frame;
  const ground = new Areas(map);
  const crowd = new Proposals(map);
  const feed = new Feed(map, (collection) => crowd.set(collection));
  const reach = matchMedia("(pointer: coarse)").matches ? 12 : 4;

  map.on("click", ({ point }) => {
    const hit = crowd.at(point, reach);
    if (hit?.kind === "cluster") return void crowd.open(hit);
    if (hit) return options.onSelect(hit.id);
    if (crowd.chosen !== null) return options.onSelect(null);
    const code = ground.at(point);
    if (code) options.onArea(code);
  });
  map.on("mousemove", ({ point }) => {
    const hit = crowd.at(point, 2);
    const code = hit ? null : ground.at(point);
    ground.hover(code);
    map.getCanvas().style.cursor = hit || code ? "pointer" : "";
  });
  map.on("mouseout", () => ground.hover(null));
  const report = () => options.onMove(map.getBounds().toArray().flat() as Box);
  map.on("moveend", report);
  map.addControl(new LocateControl(options.locale, async () => {
    try {
      const position = await findPosition();
      showPosition(map, position);
      options.onLocate?.(position);
    } catch (error) {
      options.onLocateFailed?.(explainFailure(error, options.locale));
    }
  }), "top-right");
  report();

  return {
    setAreas: async (villages, districts) => {
      await Promise.all([ground.set("districts", districts), ground.set("villages", villages)]);
    },
    setNeighbours: (data) => ground.set("neighbours", data, map.getMaxBounds()?.toArray().flat() as Box | undefined),
    showProposals: (query) => feed.show(query),
    select: (id) => {
      crowd.choose(id);
      const place = id === null ? null : crowd.place(id);
      if (place && !map.getBounds().contains(place)) map.easeTo({ center: place });
    },
    point: (id) => crowd.choose(id),
    highlightArea: (code) => ground.choose(code),
    fit: frame.fit,
    setTheme: frame.setTheme,
    resize: () => void map.resize(),
    destroy: () => {
      feed.stop();
      frame.destroy();
    },
    idle: frame.idle,
    count: () => crowd.count(),
  };
}
