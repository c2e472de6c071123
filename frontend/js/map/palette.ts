/** The colours of the map, read from the style sheet's tokens so that map and page cannot disagree. */

const TOKENS = {
  ground: "--map-ground", neighbour: "--map-neighbour", land: "--map-land", hover: "--map-hover", chosen: "--map-chosen",
  village: "--map-village", district: "--map-district", regency: "--map-regency", label: "--map-label", quietLabel: "--map-label-2",
  paper: "--paper", surface: "--surface", ink: "--ink", action: "--action", focus: "--focus", sogan: "--sogan", line: "--line",
  ok: "--ok", wait: "--wait", go: "--go", no: "--no", neutral: "--neutral",
} as const;

export type Palette = Record<keyof typeof TOKENS, string>;

export function readPalette(): Palette {
  const computed = getComputedStyle(document.documentElement);
  const entries = Object.entries(TOKENS).map(([name, token]) => [name, computed.getPropertyValue(token).trim() || "#888888"]);
  return Object.fromEntries(entries) as Palette;
}

/** Calls back when the theme changes, by the system or by `data-theme`; returns how to stop. */
export function watchTheme(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(changed);
  system.addEventListener("change", changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", changed);
    chosen.disconnect();
  };
}
