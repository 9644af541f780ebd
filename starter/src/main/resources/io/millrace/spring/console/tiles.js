// The numbers at a glance, each with its last minutes as a line.

import { attribute, byId, element, keyed, text } from "./dom.js";
import * as format from "./format.js";
import { Sparkline } from "./plot.js";

const lines = new Map();

export function show(topology) {
  keyed(byId("tiles"), tilesOf(topology), (tile) => tile.title, make, (card, tile) => {
    const [, big, note] = card.children;
    text(big.firstElementChild, tile.value);
    text(big.lastElementChild, tile.unit);
    text(note, tile.note);
    attribute(card, "class", `card tile ${tile.kind ?? ""}`);
    lines.get(tile.title)?.show(topology.samples, tile.sample);
  });
}

function tilesOf(topology) {
  const { flow, endToEnd, errors } = topology;
  return [
    { title: "Read", value: format.rate(flow.read), unit: "records/s", note: `${format.count(topology.readTotal)} since the start`, sample: "read" },
    { title: "Written", value: format.rate(flow.written), unit: "records/s", note: `${format.count(topology.writtenTotal)} since the start`, sample: "written" },
    { title: "Behind", value: format.short(topology.behind), unit: topology.behind === 1 ? "record" : "records", note: trend(topology), sample: "behind", kind: topology.isLagging ? "alarm" : "" },
    {
      title: "Time to output",
      value: endToEnd ? format.millis(endToEnd.p50) : format.NONE,
      unit: "median",
      note: endToEnd ? `95 %: ${format.millis(endToEnd.p95)} · 99 %: ${format.millis(endToEnd.p99)}` : "nothing in the last 10 s",
      sample: "p50",
    },
    {
      title: "Failed records",
      value: format.count(errors.skipped + errors.deadLettered),
      unit: errors.parked > 0 ? `and ${format.count(errors.parked)} parked` : "",
      note: `${format.count(errors.deadLettered)} dead letters · ${format.count(errors.skipped)} skipped · ${format.plural(errors.retries, "retry", "retries")}`,
      kind: errors.parked > 0 ? "alarm" : "",
    },
  ];
}

function trend({ behind, caughtUp, flow }) {
  if (flow.behindTrend === null) {
    return caughtUp ? "caught up" : "not caught up";
  }
  if (flow.behindTrend > Math.max(1, flow.read * 0.02) && behind > 0) {
    return `growing by ${format.rate(flow.behindTrend)} a second`;
  }
  if (flow.behindTrend < -Math.max(1, flow.read * 0.02) && behind > 0) {
    return `shrinking, gone in ${format.seconds(behind / -flow.behindTrend)}`;
  }
  return caughtUp ? "caught up" : "steady";
}

function make(tile) {
  const card = element("article");
  const big = element("p", "big");
  big.append(element("span"), " ", element("small"));
  card.append(element("h2", "", tile.title), big, element("p", "note"));
  if (tile.sample) {
    const box = element("div", "spark");
    box.setAttribute("aria-hidden", "true");
    card.append(box);
    lines.set(tile.title, new Sparkline(box, tile.title));
  }
  return card;
}
