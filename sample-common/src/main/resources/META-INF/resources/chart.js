// Draws lines into SVG: the small ones in the tiles, and the latency chart.

import { svg } from "./dom.js";
import * as format from "./format.js";

const SECONDS = 120;

/** Draws one line with its area, from 0 to the largest value. */
export function sparkline(target, values) {
  const { width, height } = target.getBoundingClientRect();
  if (width === 0 || values.length < 2) {
    return;
  }
  const largest = Math.max(...values, 0.001);
  const x = (index) => width - (values.length - 1 - index) * (width / (SECONDS - 1));
  const y = (value) => height - 2 - (value / largest) * (height - 5);
  const line = path(values.map((value, index) => [x(index), y(value)]));
  target.replaceChildren(
    svg("path", { class: "area", d: `${line}L${width} ${height}L${x(0)} ${height}Z` }),
    svg("path", { class: "line", d: line }),
  );
}

/** The chart of median and 99th percentile over two minutes, with a hint under the pointer. */
export class LatencyChart {
  #box;
  #canvas;
  #hint;
  #samples = [];
  #pointer = null;

  constructor(box) {
    this.#box = box;
    this.#canvas = box.querySelector("svg");
    this.#hint = box.querySelector(".hint");
    new ResizeObserver(() => this.#draw()).observe(box);
    box.addEventListener("pointermove", (event) => this.#point(event.clientX - box.getBoundingClientRect().left));
    box.addEventListener("pointerleave", () => this.#point(null));
  }

  show(samples) {
    this.#samples = samples;
    this.#draw();
  }

  #point(x) {
    this.#pointer = x;
    this.#draw();
  }

  #draw() {
    const { width, height } = this.#box.getBoundingClientRect();
    if (width === 0) {
      return;
    }
    const area = { left: 58, right: width - 8, top: 8, bottom: height - 24 };
    const top = niceTop(Math.max(...this.#samples.map((sample) => sample.latencyP99), 1));
    const newest = this.#samples.at(-1)?.time ?? Date.now();
    const x = (time) => area.right - ((newest - time) / 1000) * ((area.right - area.left) / (SECONDS - 1));
    const y = (value) => area.bottom - (value / top) * (area.bottom - area.top);
    const visible = this.#samples.filter((sample) => x(sample.time) >= area.left - 1);
    const line = (name) => path(visible.filter((sample) => sample[name] > 0).map((sample) => [x(sample.time), y(sample[name])]));

    const parts = [];
    for (let tick = 0; tick <= 4; tick++) {
      const value = (top * tick) / 4;
      parts.push(svg("line", { class: "grid", x1: area.left, x2: area.right, y1: y(value), y2: y(value) }));
      parts.push(label(area.left - 8, y(value) + 4, "end", tick === 0 ? "0" : format.axis(value)));
    }
    for (const ago of width < 520 ? [120, 60, 0] : [120, 90, 60, 30, 0]) {
      const at = x(newest - Math.min(ago, SECONDS - 1) * 1000);
      parts.push(label(at, height - 6, ago === 0 ? "end" : ago === 120 ? "start" : "middle", ago === 0 ? "now" : `${ago} s ago`));
    }
    parts.push(svg("path", { class: "line p99", d: line("latencyP99") }), svg("path", { class: "line p50", d: line("latencyP50") }));
    parts.push(...this.#marks(visible, x, y, area));
    this.#canvas.replaceChildren(...parts);
  }

  #marks(visible, x, y, area) {
    const pointer = this.#pointer;
    const nearest = pointer === null ? undefined : closest(visible, (sample) => Math.abs(x(sample.time) - pointer));
    this.#hint.hidden = !nearest || nearest.latencyP50 === 0;
    if (this.#hint.hidden) {
      return [];
    }
    const at = x(nearest.time);
    this.#hint.textContent = `${format.time(nearest.time)}   median ${format.millis(nearest.latencyP50)}   p99 ${format.millis(nearest.latencyP99)}`;
    this.#hint.classList.toggle("left", at > (area.left + area.right) / 2);
    return [
      svg("line", { class: "cursor", x1: at, x2: at, y1: area.top, y2: area.bottom }),
      svg("circle", { class: "dot p99", cx: at, cy: y(nearest.latencyP99), r: 4 }),
      svg("circle", { class: "dot p50", cx: at, cy: y(nearest.latencyP50), r: 4 }),
    ];
  }
}

function label(x, y, anchor, content) {
  const made = svg("text", { x, y, "text-anchor": anchor });
  made.textContent = content;
  return made;
}

function path(points) {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

function closest(items, distance) {
  return items.reduce((best, item) => (best === undefined || distance(item) < distance(best) ? item : best), undefined);
}

/** Returns the next larger number that four lines divide well. */
function niceTop(value) {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((step) => step * magnitude).find((step) => step >= value);
}
