/** The picker's tools: plain buttons over the map, each with a name. */

import type { IControl } from "maplibre-gl";
import { iconButton } from "./button";
import type { Mode } from "./draw";
import { say } from "./messages";
import type { Locale } from "./types";

export interface Actions {
  setMode(mode: Mode): void;
  place(): void;
  finish(): void;
  undo(): void;
  clear(): void;
}

export interface ToolState {
  mode: Mode;
  drawing: boolean;
  canUndo: boolean;
  empty: boolean;
  measure: string;
}

/** The kinds of shape, on the left; with one kind to choose from there is nothing to choose. */
export class ModeTools implements IControl {
  readonly #bar = bar();
  readonly #buttons: [Mode, HTMLButtonElement][];

  constructor(modes: Mode[], actions: Actions, locale: Locale) {
    this.#bar.setAttribute("aria-label", say("tools", locale));
    this.#buttons = modes.map((mode) => [mode, iconButton(mode === "point" ? "pin" : mode, say(mode, locale))]);
    for (const [mode, button] of this.#buttons) button.addEventListener("click", () => actions.setMode(mode));
    this.#bar.append(...this.#buttons.map(([, button]) => button));
    this.#bar.hidden = modes.length < 2;
  }

  show({ mode }: ToolState): void {
    for (const [name, button] of this.#buttons) button.setAttribute("aria-pressed", String(name === mode));
  }

  onAdd(): HTMLElement {
    return this.#bar;
  }

  onRemove(): void {
    this.#bar.remove();
  }
}

/** Place, finish, undo, clear; above them the measure and what is wrong. */
export class DrawTools implements IControl {
  readonly #box = document.createElement("div");
  readonly #measure = line("map-measure", "status");
  readonly #message = line("map-message", "alert");
  readonly #place: HTMLButtonElement;
  readonly #finish: HTMLButtonElement;
  readonly #undo: HTMLButtonElement;
  readonly #clear: HTMLButtonElement;

  constructor(actions: Actions, locale: Locale) {
    const named = (icon: string, label: "place" | "finish" | "undo" | "clear", act: () => void, wide: boolean) => {
      const button = iconButton(icon, say(label, locale));
      if (wide) {
        button.classList.add("wide");
        const words = document.createElement("span");
        words.textContent = say(label, locale);
        button.append(words);
      }
      button.addEventListener("click", act);
      return button;
    };
    this.#place = named("plus", "place", actions.place, true);
    this.#finish = named("check", "finish", actions.finish, true);
    this.#undo = named("undo", "undo", actions.undo, false);
    this.#clear = named("trash", "clear", actions.clear, false);
    const buttons = bar();
    buttons.append(this.#place, this.#finish, this.#undo, this.#clear);
    this.#box.className = "maplibregl-ctrl map-tools-box";
    this.#box.append(this.#message, this.#measure, buttons);
  }

  show(state: ToolState): void {
    this.#measure.textContent = state.measure;
    // In the middle of a line the thumb needs "finish" more than the words of "place".
    this.#place.querySelector("span")?.toggleAttribute("hidden", !state.empty);
    this.#finish.hidden = !state.drawing || state.mode === "point";
    this.#undo.disabled = !state.canUndo;
    this.#clear.disabled = state.empty;
  }

  warn(message: string): void {
    this.#message.textContent = message;
  }

  onAdd(): HTMLElement {
    return this.#box;
  }

  onRemove(): void {
    this.#box.remove();
  }
}

function bar(): HTMLElement {
  const group = document.createElement("div");
  group.className = "maplibregl-ctrl map-tools";
  group.setAttribute("role", "group");
  return group;
}

function line(className: string, role: string): HTMLElement {
  const element = document.createElement("p");
  element.className = className;
  element.setAttribute("role", role);
  return element;
}
