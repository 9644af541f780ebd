// The page: takes each snapshot and has every part show the topology that is chosen.

import * as charts from "./charts.js";
import { byId, className, text } from "./dom.js";
import * as epochs from "./epochs.js";
import { Graph } from "./graph.js";
import * as lists from "./lists.js";
import { model } from "./model.js";
import * as samples from "./samples.js";
import * as stagePanel from "./stage-panel.js";
import * as stageTable from "./stage-table.js";
import { follow } from "./stream.js";
import * as themeSwitch from "./theme-switch.js";
import * as tiles from "./tiles.js";
import * as topologies from "./topologies.js";
import * as troubles from "./troubles.js";
import * as verdict from "./verdict.js";

const CONNECTION = {
  waiting: "Connecting",
  live: "Live",
  lost: "Connection lost, tries again",
  paused: "Paused while hidden",
};

const graph = new Graph(byId("graph-box"), byId("graph"), chooseStage);
let latest = null;
let chosenStage = null;

themeSwitch.prepare(byId("theme"));
addEventListener("hashchange", () => {
  chosenStage = null;
  show();
});
follow(
  (snapshot) => {
    latest = model(snapshot);
    latest.topologies.forEach((topology) => (topology.samples = samples.add(latest.at, topology)));
    show();
  },
  (state) => {
    className(byId("connection"), `connection ${state}`);
    text(byId("connection").lastElementChild, CONNECTION[state]);
    document.body.classList.toggle("away", state === "lost");
  },
);

function show() {
  if (latest === null) {
    return;
  }
  const topology = topologies.show(latest.topologies);
  text("service", latest.service);
  byId("nothing").hidden = Boolean(topology);
  byId("topology").hidden = !topology;
  if (!topology) {
    text("nothing", "This service has no topology.");
    return;
  }
  document.title = `${topology.name} · Millrace console`;
  verdict.show(topology, latest.at);
  troubles.show(topology);
  tiles.show(topology);
  graph.show(topology, stageOf(topology)?.name);
  stagePanel.show(topology, stageOf(topology));
  stageTable.show(topology, chooseStage);
  charts.show(topology);
  epochs.show(topology);
  lists.show(topology);
}

/** The stage that was chosen; else the one that limits the topology, or is the busiest. */
function stageOf(topology) {
  const named = (name) => topology.stages.find((stage) => stage.name === name);
  return named(chosenStage) ?? named(topology.diagnosis.stage) ?? busiest(topology.stages);
}

function busiest(stages) {
  return stages.reduce((best, stage) => (best === undefined || stage.busy > best.busy ? stage : best), undefined);
}

function chooseStage(name) {
  chosenStage = name;
  show();
}
