// What is to be known first, in words: how the topology is, what limits it, and what to do.

import { byId, className, pairs, text } from "./dom.js";
import * as format from "./format.js";

const KICKERS = { good: "Healthy", info: "For your information", warn: "Look at this", bad: "Needs you" };
const SPOKEN_MILLIS = 10_000;

let spokenAt = 0;

export function show(topology, at) {
  const { severity, headline, detail, advice } = topology.diagnosis;
  className(byId("verdict"), `verdict ${severity}`);
  text("verdict-kicker", `${KICKERS[severity]} · ${topology.name}, ${topology.stateText}`);
  text("verdict-headline", headline);
  text("verdict-detail", detail);
  text("verdict-advice", advice);
  byId("verdict-advice").hidden = advice === "";
  pairs(byId("facts"), [
    ["Trigger", topology.trigger],
    ["Delivery", topology.delivery],
    ["Checkpoint", format.ago(topology.checkpointAge)],
    ["Partitions here", format.count(topology.partitions.length)],
    ["Watermark", topology.watermark === null ? "none" : `${format.seconds(Math.max(0, (at - topology.watermark) / 1000))} behind`],
  ]);
  speak(topology, at);
}

/** Screen readers hear of what changes, not of each number. */
function speak(topology, at) {
  const words = `${topology.name} is ${topology.stateText}. ${topology.diagnosis.headline}`;
  if (byId("spoken").dataset.said !== words && at - spokenAt >= SPOKEN_MILLIS) {
    byId("spoken").dataset.said = words;
    spokenAt = at;
    text("spoken", words);
  }
}
