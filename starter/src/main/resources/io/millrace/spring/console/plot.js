// Lines and bars, drawn by Chart.js: small ones in tiles, and charts with axes, a legend and the values under the pointer.

import { element, keyed, text } from "./dom.js";
import * as themeSwitch from "./theme-switch.js";

const { Chart } = globalThis;

Chart.defaults.animation = false;
Chart.defaults.font.family = "system-ui, sans-serif";
Chart.defaults.font.size = 11;
Chart.defaults.maintainAspectRatio = false;

/** A line without axes. */
export class Sparkline {
  #plot;

  constructor(box, label) {
    const canvas = box.appendChild(element("canvas"));
    this.#plot = new Chart(canvas, {
      type: "line",
      data: { datasets: [{ label, data: [], fill: "origin", borderWidth: 1.5, pointRadius: 0, tension: 0.25 }] },
      options: {
        parsing: false,
        events: [],
        plugins: { legend: { display: false }, tooltip: { enabled: false } },
        scales: { x: { type: "linear", display: false }, y: { display: false, min: 0, suggestedMax: 1 } },
      },
    });
    themed(this.#plot, ([line]) => {
      line.borderColor = themeSwitch.color("accent");
      line.backgroundColor = themeSwitch.color("accent-soft");
    });
  }

  show(samples, name) {
    const end = samples.at(-1)?.time ?? 0;
    const { data, options } = this.#plot;
    data.datasets[0].data = points(samples, (sample) => sample[name]);
    options.scales.x.min = end - 120;
    options.scales.x.max = end;
    this.#plot.update("none");
  }
}

/**
 * A chart with axes and a legend that has the values. `series` are its lines or bars: a name, and colors of the style sheet. `write` is
 * how values are written, `writeX` how what is below them.
 */
export class Plot {
  #plot;
  #legend = element("ul", "legend");
  #series;
  #write;

  constructor(box, { label, type = "line", series, write, writeX, stacked = false, top, least = 1, tooltipTitle }) {
    this.#series = series;
    this.#write = write;
    const frame = element("div", "canvas");
    const canvas = frame.appendChild(element("canvas"));
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    box.append(this.#legend, frame);
    this.#plot = new Chart(canvas, {
      type,
      data: { datasets: series.map((one, index) => dataset(type, one, stacked && index > 0 ? "-1" : "origin")) },
      options: {
        parsing: false,
        interaction: { mode: "index", intersect: false },
        plugins: {
          legend: { display: false },
          tooltip: {
            backgroundColor: "#0b1622",
            padding: 10,
            boxPadding: 4,
            callbacks: {
              title: tooltipTitle ?? (([first]) => (first ? writeX(first.parsed.x) : "")),
              label: ({ dataset: { label: name }, parsed }) => ` ${name} ${write(parsed.y)}`,
            },
          },
        },
        scales: {
          x: { type: "linear", stacked, offset: false, grid: { display: false }, border: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24, maxTicksLimit: 6, includeBounds: false, callback: (value) => writeX(value) } },
          y: { stacked, min: 0, max: top, suggestedMax: least, border: { display: false }, ticks: { maxTicksLimit: 5, callback: (value) => write(value) } },
        },
      },
    });
    themed(this.#plot, (lines) => {
      lines.forEach((line, index) => {
        line.borderColor = themeSwitch.color(series[index].color);
        line.backgroundColor = themeSwitch.color(series[index].fill ?? series[index].color);
      });
      const { x, y } = this.#plot.options.scales;
      x.ticks.color = y.ticks.color = themeSwitch.color("muted");
      y.grid = { color: themeSwitch.color("grid") };
    });
  }

  /** Shows the points of each of the series, from `low` to `high` on the horizontal axis. */
  show(columns, low, high) {
    const { data, options } = this.#plot;
    columns.forEach((column, index) => (data.datasets[index].data = column));
    options.scales.x.min = low;
    options.scales.x.max = high;
    this.#plot.update("none");
    keyed(this.#legend, this.#series, (one) => one.name, legendItem, (item, one) => {
      const value = columns[this.#series.indexOf(one)].at(-1)?.y;
      text(item.lastElementChild, value === null || value === undefined || Number.isNaN(value) ? "–" : this.#write(value));
    });
  }
}

/** Returns the points of a line: what is not known is a gap in it. */
export const points = (samples, value) => samples.map((sample) => ({ x: sample.time, y: value(sample) ?? Number.NaN }));

function dataset(type, { name, fill, width = 1.75 }, filledTo) {
  return type === "bar"
    ? { label: name, data: [], barPercentage: 1, categoryPercentage: 0.7, maxBarThickness: 22, borderWidth: 0 }
    : { label: name, data: [], fill: fill ? filledTo : false, borderWidth: width, pointRadius: 0, pointHoverRadius: 3, tension: 0.2, spanGaps: false };
}

function themed(plot, paint) {
  const apply = () => {
    paint(plot.data.datasets);
    plot.update("none");
  };
  apply();
  themeSwitch.onChange(apply);
}

function legendItem(one) {
  const item = element("li", `key ${one.color}`);
  item.append(element("span", "", one.name), " ", element("b"));
  return item;
}
