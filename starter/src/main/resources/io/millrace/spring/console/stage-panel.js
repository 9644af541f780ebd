// One stage in detail: the one that was chosen, or that matters most.

import { byId, element, keyed, pairs, text } from "./dom.js";
import * as format from "./format.js";
import { Plot, points } from "./plot.js";

const SECONDS = 120;

let plot = null;

export function show(topology, stage) {
  byId("stage-card").hidden = !stage;
  if (!stage) {
    return;
  }
  plot ??= make();
  text("stage-title", `Stage '${stage.name}'`);
  text("stage-note", format.plural(stage.workers, "worker"));
  const of = (value) => points(topology.samples, (sample) => {
    const known = sample.stages.get(stage.name);
    return known?.measured ? value(known) : null;
  });
  const high = topology.samples.at(-1).time;
  plot.show([of((known) => known.busy), of((known) => known.heldBack), of((known) => known.idle)], high - SECONDS, high);
  pairs(byId("stage-facts"), [
    ["In", `${format.rate(stage.inPerSecond)} a second, ${format.count(stage.recordsIn)} in all`],
    ["Out", `${format.rate(stage.outPerSecond)} a second, ${format.count(stage.recordsOut)} in all`],
    ["A record waits", percentiles(stage.queueing)],
    ["It works on it", percentiles(stage.processing)],
    ["Stores", stage.stores.length === 0 ? "none" : stage.stores.join(", ")],
  ]);
  keyed(byId("operators"), stage.operators, (operator) => operator.name, (operator) => {
    const item = element("li");
    item.append(element("b", "", operator.name), " ", element("small", "", operator.operation));
    return item;
  }, () => {});
}

function percentiles(latency) {
  return latency ? `${format.millis(latency.p50)} median, ${format.millis(latency.p95)} for 95 %, ${format.millis(latency.p99)} for 99 %` : "nothing in the last 10 s";
}

function make() {
  return new Plot(byId("stage-chart"), {
    label: "Share of the stage's time that it is busy, held back and idle, over the last two minutes",
    stacked: true,
    series: [
      { name: "busy", color: "busy", fill: "busy-area", width: 0 },
      { name: "held back", color: "held", fill: "held-area", width: 0 },
      { name: "idle", color: "idle", fill: "idle-area", width: 0 },
    ],
    write: format.percent,
    writeX: (seconds) => format.time(seconds * 1000),
    top: 1,
  });
}
