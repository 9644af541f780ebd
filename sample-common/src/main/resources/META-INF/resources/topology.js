// What is known of the topology: its state in the page's head, its numbers in a card.

import { byId, text } from "./dom.js";
import * as format from "./format.js";

const KINDS = { RUNNING: "running", FAILED: "failed" };

export class TopologyCard {
  show(topology, deadLetters) {
    this.#state(KINDS[topology.state] ?? "away", format.label(topology.state));
    byId("banner").hidden = !topology.failure;
    text("banner", topology.failure ? `The topology is ${format.label(topology.state)}: ${topology.failure}` : "");
    text("topology-name", topology.name);
    text("trigger", topology.trigger);
    text("checkpoint", format.age(topology.checkpointAgeMillis));
    text("partitions", format.count(topology.partitions));
    text("dead-letters", format.count(deadLetters));
    const epoch = topology.lastEpoch;
    text("epoch", epoch ? format.count(epoch.number) : "the first runs");
    text("epoch-commit", epoch ? format.millis(epoch.commitMillis) : "–");
  }

  away(why) {
    this.#state("away", why);
  }

  #state(kind, name) {
    const pill = byId("state");
    pill.className = `pill ${kind}`;
    pill.lastElementChild.textContent = name;
  }
}
