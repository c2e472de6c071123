const SVG = "http://www.w3.org/2000/svg";

/** A button with an icon of /icons.svg; `label` is its name for screen readers and its tooltip. */
export function iconButton(icon: string, label: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", label);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/icons.svg#${icon}`);
  svg.append(use);
  button.append(svg);
  return button;
}
