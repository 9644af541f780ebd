// The topology as a graph. Nodes are elements of the document, so that they can be reached by keyboard and read aloud; edges are SVG.

import { attribute, className, element, keyed, svg, text } from "./dom.js";
import * as format from "./format.js";
import { layout, line, SIZES } from "./graph-layout.js";
import { dominant, shareBar, showShares } from "./shares.js";

const NARROW = 680;
const SMALLEST = 0.62;

export class Graph {
  #box;
  #plane;
  #edges = svg("svg", { class: "edges", "aria-hidden": "true" });
  #labels = element("div", "labels");
  #nodes = element("ul", "nodes");
  #choose;
  #drawnFor = "";
  #laidOut = null;
  #topology = null;
  #chosen = null;

  constructor(box, plane, choose) {
    this.#box = box;
    this.#plane = plane;
    this.#choose = choose;
    plane.append(this.#edges, this.#labels, this.#nodes);
    this.#labels.setAttribute("aria-hidden", "true");
    new ResizeObserver(() => this.#topology && this.show(this.#topology, this.#chosen)).observe(box);
  }

  show(topology, chosen) {
    this.#topology = topology;
    this.#chosen = chosen;
    const width = this.#box.clientWidth;
    if (width === 0) {
      return;
    }
    this.#place(topology.graph, width);
    this.#showEdges(topology);
    this.#showNodes(topology, chosen);
  }

  #place(graph, width) {
    const isNarrow = width < NARROW;
    const shape = JSON.stringify([isNarrow, graph.nodes.map((node) => node.id), graph.edges.map((edge) => edge.id)]);
    if (shape !== this.#drawnFor) {
      this.#laidOut = layout(graph, isNarrow);
      this.#drawnFor = shape;
      attribute(this.#edges, "viewBox", `0 0 ${this.#laidOut.width} ${this.#laidOut.height}`);
      attribute(this.#edges, "width", this.#laidOut.width);
      attribute(this.#edges, "height", this.#laidOut.height);
    }
    const scale = Math.max(SMALLEST, Math.min(1.12, width / this.#laidOut.width));
    const { style } = this.#plane;
    style.width = `${this.#laidOut.width}px`;
    style.height = `${this.#laidOut.height}px`;
    style.transform = `scale(${scale})`;
    style.marginLeft = `${Math.max(0, (width - this.#laidOut.width * scale) / 2)}px`;
    style.marginRight = `${this.#laidOut.width * (scale - 1)}px`;
    style.marginBottom = `${this.#laidOut.height * (scale - 1)}px`;
  }

  #showEdges({ graph }) {
    keyed(this.#edges, graph.edges, (edge) => edge.id, () => edgeLines(), (group, edge) => {
      const path = line(this.#laidOut.edges.get(edge.id).points);
      const [track, flow] = group.children;
      attribute(track, "d", path);
      attribute(flow, "d", path);
      track.style.strokeWidth = flow.style.strokeWidth = `${1.5 + Math.min(5, Math.log10(1 + (edge.perSecond ?? 0)) * 1.15)}px`;
      className(group, `edge ${edge.kind} ${pressure(edge.laneFill)} ${edge.perSecond > 0 ? speed(edge.perSecond) : "still"}`);
    });
    keyed(this.#labels, graph.edges.filter((edge) => edge.perSecond !== null || edge.through), (edge) => edge.id, edgeLabel, (label, edge) => {
      const { x, y } = this.#laidOut.edges.get(edge.id);
      label.style.left = `${x}px`;
      label.style.top = `${y}px`;
      const [rate, through, meter] = label.children;
      text(rate, edge.kind === "GLOBAL_TABLE" ? "table" : edge.perSecond === null ? "" : `${format.rate(edge.perSecond)}/s`);
      through.hidden = !edge.through;
      text(through, edge.through ? "via topic" : "");
      meter.hidden = edge.laneFill < 0.01;
      className(meter, `meter ${pressure(edge.laneFill)}`);
      meter.firstElementChild.style.width = `${Math.round(edge.laneFill * 100)}%`;
      label.title = edge.through ? `through the topic '${edge.through}'` : `fullest lane ${format.percent(edge.laneFill)}`;
    });
  }

  #showNodes(topology, chosen) {
    keyed(this.#nodes, topology.graph.nodes, (node) => node.id, (node) => this.#node(node), (item, node) => {
      const { x, y } = this.#laidOut.nodes.get(node.id);
      item.style.left = `${x - SIZES[node.kind].width / 2}px`;
      item.style.top = `${y - SIZES[node.kind].height / 2}px`;
      if (node.kind === "stage") {
        showStage(item, node.stage, topology.diagnosis.stage === node.name, node.name === chosen);
      } else {
        text(item.lastElementChild.lastElementChild, node.note);
      }
    });
  }

  #node(node) {
    const item = element("li", `node ${node.kind}`);
    item.style.width = `${SIZES[node.kind].width}px`;
    item.style.height = `${SIZES[node.kind].height}px`;
    if (node.kind === "stage") {
      const button = element("button");
      button.type = "button";
      const head = element("span", "title");
      head.append(element("b", "", node.name), element("span", "workers"));
      const numbers = element("span", "numbers");
      numbers.append(element("span", "share"), element("span", "latency"));
      button.append(element("span", "flag"), head, shareBar(), numbers, element("span", "under"));
      button.title = node.name;
      button.addEventListener("click", () => this.#choose(node.name));
      item.append(button);
    } else {
      const words = element("span", "words");
      words.append(element("b", "", node.name), element("small"));
      words.firstElementChild.title = node.name;
      const icon = element("i");
      icon.setAttribute("aria-hidden", "true");
      item.append(icon, words);
    }
    return item;
  }
}

function showStage(item, stage, isLimit, isChosen) {
  const button = item.firstElementChild;
  const [flag, head, bar, numbers, under] = button.children;
  className(item, `node stage ${stage.measured ? dominant(stage) : "unknown"} ${isLimit ? "limit" : ""} ${isChosen ? "chosen" : ""}`);
  attribute(button, "aria-pressed", isChosen);
  text(flag, isLimit ? "limits the flow" : "");
  text(head.lastElementChild, `×${stage.workers}`);
  showShares(bar, stage);
  const [share, latency] = numbers.children;
  text(share, stage.measured ? shareInWords(stage) : "not measured yet");
  text(latency, "");
  text(under, `waits ${format.millis(stage.queueing?.p99)} · works ${format.millis(stage.processing?.p99)}`);
}

function shareInWords(stage) {
  const which = dominant(stage);
  return { busy: `busy ${format.percent(stage.busy)}`, held: `held back ${format.percent(stage.heldBack)}`, idle: `busy ${format.percent(stage.busy)}` }[which];
}

function edgeLines() {
  const group = svg("g");
  group.append(svg("path", { class: "track" }), svg("path", { class: "run" }));
  return group;
}

function edgeLabel() {
  const label = element("div", "edge-label");
  const meter = element("span", "meter");
  meter.append(element("i"));
  label.append(element("span", "rate"), element("small"), meter);
  return label;
}

const pressure = (fill) => (fill >= 0.85 ? "full" : fill >= 0.4 ? "filling" : "free");
const speed = (rate) => (rate >= 1000 ? "fast" : rate >= 50 ? "medium" : "slow");
