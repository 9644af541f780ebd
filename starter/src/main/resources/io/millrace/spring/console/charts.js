// The three charts of the last minutes: records a second, records behind, and latency.

import { byId } from "./dom.js";
import * as format from "./format.js";
import { Plot, points } from "./plot.js";

const SECONDS = 300;
const FIRST_SECONDS = 60;

let drawn = null;

export function show({ samples }) {
  drawn ??= make();
  const of = (name) => points(samples, (sample) => sample[name]);
  const high = samples.at(-1).time;
  const low = Math.min(high - FIRST_SECONDS, Math.max(samples[0].time, high - SECONDS));
  drawn.throughput.show([of("read"), of("written")], low, high);
  drawn.behind.show([of("behind")], low, high);
  drawn.latency.show([of("p50"), of("p99")], low, high);
}

function make() {
  const writeX = (seconds) => format.time(seconds * 1000);
  return {
    throughput: new Plot(byId("throughput"), {
      label: "Records read and written a second, over the last minutes",
      series: [{ name: "read", color: "line-a", fill: "line-a-soft" }, { name: "written", color: "line-b" }],
      write: format.rate,
      writeX,
    }),
    behind: new Plot(byId("behind"), {
      label: "Records behind, over the last minutes",
      series: [{ name: "behind", color: "line-c", fill: "line-c-soft" }],
      write: format.short,
      writeX,
      least: 10,
    }),
    latency: new Plot(byId("latency"), {
      label: "Median and 99th percentile of the time from a record's timestamp to its output, over the last minutes",
      series: [{ name: "median", color: "line-a" }, { name: "99 %", color: "line-b" }],
      write: format.millis,
      writeX,
    }),
  };
}
