// The time line of epochs: how long each was aligned, acknowledged and committed, and what it took in and put out.

import { byId, element, keyed, text } from "./dom.js";
import * as format from "./format.js";
import { Plot } from "./plot.js";

const SHOWN = 40;
const LISTED = 6;

let plot = null;
let shown = [];

export function show({ epochs, name }) {
  plot ??= make();
  shown = epochs.slice(-SHOWN);
  const part = (value) => shown.map((epoch, index) => ({ x: index - shown.length + 1, y: value(epoch) }));
  plot.show([part((epoch) => epoch.align), part((epoch) => epoch.acknowledge), part((epoch) => epoch.commit)], 0.5 - SHOWN, 0.5);
  text("epochs-note", shown.length === 0 ? "The first one runs" : `how the last ${shown.length} ended`);
  keyed(byId("epochs"), shown.slice(-LISTED).reverse(), (epoch) => `${name} ${epoch.endedAt}`, row, () => {});
}

function row(epoch) {
  const made = element("tr");
  const number = element("th", "", format.count(epoch.number));
  number.scope = "row";
  made.append(
    number,
    element("td", "", format.time(epoch.endedAt)),
    element("td", "number", format.millis(epoch.flow)),
    element("td", "number", format.millis(epoch.align)),
    element("td", "number", format.millis(epoch.acknowledge)),
    element("td", "number", format.millis(epoch.commit)),
    element("td", "number", format.count(epoch.recordsIn)),
    element("td", "number", format.count(epoch.recordsOut)),
  );
  return made;
}

function make() {
  const epochAt = (x) => shown[Math.round(x) + shown.length - 1];
  return new Plot(byId("epoch-chart"), {
    label: "Time to align, acknowledge and commit each of the last epochs; the table below has the numbers of the last ones",
    type: "bar",
    stacked: true,
    series: [
      { name: "align", color: "epoch-align" },
      { name: "acknowledge", color: "epoch-acknowledge" },
      { name: "commit", color: "epoch-commit" },
    ],
    write: format.millis,
    writeX: (x) => (Number.isInteger(x) && epochAt(x) ? `epoch ${format.count(epochAt(x).number)}` : ""),
    tooltipTitle: ([first]) => {
      const epoch = first && epochAt(first.parsed.x);
      return epoch ? `epoch ${format.count(epoch.number)}, ended ${format.time(epoch.endedAt)}, flow ${format.millis(epoch.flow)}` : "";
    },
  });
}
