// What a stage spends its time with, as a bar of three parts and in words.

import { attribute, element } from "./dom.js";
import * as format from "./format.js";

/** The share that says how a stage is: held back if it is so for a notable time, else busy or idle, whichever is more. */
export function dominant({ busy, heldBack }) {
  if (heldBack >= 0.15 && heldBack >= busy * 0.4) {
    return "held";
  }
  return busy >= 0.5 ? "busy" : "idle";
}

export function shareBar() {
  const bar = element("span", "shares");
  bar.setAttribute("role", "img");
  bar.append(element("i", "busy"), element("i", "held"), element("i", "idle"));
  return bar;
}

export function showShares(bar, { measured, busy, heldBack, idle }) {
  const [busyPart, heldPart, idlePart] = bar.children;
  busyPart.style.flexGrow = measured ? busy : 0;
  heldPart.style.flexGrow = measured ? heldBack : 0;
  idlePart.style.flexGrow = measured ? idle : 0;
  attribute(bar, "aria-label", measured ? inWords({ busy, heldBack, idle }) : "not measured yet");
}

export const inWords = ({ busy, heldBack, idle }) =>
  `busy ${format.percent(busy)}, held back ${format.percent(heldBack)}, idle ${format.percent(idle)}`;
