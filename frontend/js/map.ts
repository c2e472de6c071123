/** The island behind every map of the app; what it offers to Rust stands here, how it works in map/. */

export { createDiff, type DiffHandle, type DiffOptions } from "./map/diff";
export { createMap, type MapHandle, type MapOptions } from "./map/overview";
export { createPicker, type PickerHandle, type PickerOptions } from "./map/picker";
export { createPlanMap, type PlanMapHandle, type PlanMapOptions } from "./map/plan";
export { createPreview, type PreviewHandle, type PreviewOptions } from "./map/preview";

/** Whether this browser can draw the map; without it the list and the form do the whole job. */
export function supported(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}
