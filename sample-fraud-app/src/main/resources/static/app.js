// The page: asks for the numbers once a second and shows them; alerts come by themselves.

import * as alerts from "./alerts.js";
import { LatencyChart, sparkline } from "./chart.js";
import { byId, element, text } from "./dom.js";
import * as format from "./format.js";
import * as paymentForm from "./payment-form.js";
import * as scoring from "./scoring.js";

const KEPT_SAMPLES = 120;
const RATES = [0, 1, 5, 10, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

const chart = new LatencyChart(byId("latency-chart"));
let samples = [];
let rates = [];
let rateIsMine = false;

start();

async function start() {
  paymentForm.prepare();
  scoring.prepare();
  byId("theme").addEventListener("click", switchTheme);
  byId("rate").addEventListener("input", pickRate);
  byId("rate").addEventListener("change", changeRate);
  alerts.follow((isConnected) => (byId("stream-lost").hidden = isConnected));
  try {
    samples = await (await fetch("stats/history")).json();
  } catch {
    samples = [];
  }
  refresh();
}

async function refresh() {
  try {
    const answer = await fetch("stats");
    show(await answer.json());
  } catch {
    state("away", "No connection");
  }
  setTimeout(refresh, 1000);
}

function show(stats) {
  samples.push({
    time: Date.now(),
    inPerSecond: stats.payments.perSecond,
    outPerSecond: stats.alerts.perSecond,
    latencyP50: stats.latencyMillis.p50,
    latencyP99: stats.latencyMillis.p99,
  });
  samples = samples.slice(-KEPT_SAMPLES);

  text("payment-rate", format.rate(stats.payments.perSecond));
  text("payment-total", `${format.count(stats.payments.total)} since the start`);
  text("alert-rate", format.rate(stats.alerts.perSecond));
  text("alert-total", `${format.count(stats.alerts.total)} since the start`);
  sparkline(byId("payment-spark"), samples.map((sample) => sample.inPerSecond));
  sparkline(byId("alert-spark"), samples.map((sample) => sample.outPerSecond));
  chart.show(samples);
  showLatency(stats.latencyMillis);
  showQuality(stats.quality);
  scoring.show(stats.scoring);
  showTopology(stats.topology, stats.deadLetters);
  showGenerator(stats.generator);
}

function showLatency(latency) {
  text("latency-note", `Through Kafka twice; ${format.count(latency.count)} alerts in the last 10 s`);
  for (const name of ["p50", "p95", "p99", "max"]) {
    text(`latency-${name}`, latency.count === 0 ? "–" : format.millis(latency[name]));
  }
}

function showQuality(quality) {
  text("recall", format.share(quality.recall));
  text("recall-of", `recall, of ${format.count(quality.frauds)} frauds`);
  text("right-alarms", format.count(quality.found));
  text("precision", format.share(quality.precision));
  text("false-alarms", format.count(quality.falseAlarms));
  const list = byId("patterns");
  if (list.children.length === 0) {
    list.append(...quality.patterns.map(patternRow));
  }
  quality.patterns.forEach((pattern, index) => {
    const [, numbers, bar] = list.children[index].children;
    numbers.textContent = `${format.count(pattern.found)} / ${format.count(pattern.frauds)}`;
    bar.max = Math.max(1, pattern.frauds);
    bar.value = pattern.found;
  });
}

function patternRow(pattern) {
  const row = element("li");
  const name = element("span", "name", pattern.label);
  if (pattern.needsMemory) {
    name.append(" ", element("span", "memory", "memory"));
  }
  row.append(name, element("span", "numbers"), element("progress"));
  return row;
}

function showTopology(topology, deadLetters) {
  const names = { RUNNING: "running", FAILED: "failed" };
  state(names[topology.state] ?? "away", format.label(topology.state));
  byId("banner").hidden = !topology.failure;
  text("banner", topology.failure ? `The topology is ${format.label(topology.state)}: ${topology.failure}` : "");
  text("topology-name", topology.name);
  text("trigger", topology.trigger);
  text("checkpoint", format.age(topology.checkpointAgeMillis));
  text("partitions", format.count(topology.partitions));
  text("dead-letters", format.count(deadLetters));
  const epoch = topology.lastEpoch;
  text("epoch", epoch ? format.count(epoch.number) : "the first runs");
  text("epoch-records", epoch ? `${format.count(epoch.recordsIn)} in, ${format.count(epoch.recordsOut)} out` : "–");
  text("epoch-commit", epoch ? format.millis(epoch.commitMillis) : "–");
}

function state(kind, name) {
  const pill = byId("state");
  pill.className = `pill ${kind}`;
  pill.lastElementChild.textContent = name;
}

function showGenerator(generator) {
  const slider = byId("rate");
  if (rates.length === 0) {
    rates = RATES.filter((rate) => rate < generator.maxRate).concat(generator.maxRate);
    slider.max = rates.length - 1;
    slider.disabled = false;
  }
  const troubled = generator.failed + generator.leftOut;
  text("generator-note", troubled === 0
    ? `${format.count(generator.written)} made-up payments sent`
    : `${format.count(generator.written)} sent, ${format.count(troubled)} not: Kafka did not take them`);
  if (!rateIsMine) {
    slider.value = rates.findLastIndex((rate) => rate <= generator.rate);
    showRate(generator.rate);
  }
}

function pickRate() {
  rateIsMine = true;
  showRate(rates[byId("rate").value]);
}

async function changeRate() {
  try {
    await fetch("generator", {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ rate: rates[byId("rate").value] }),
    });
  } finally {
    rateIsMine = false;
  }
}

function showRate(rate) {
  text("rate-text", rate === 0 ? "off" : `${format.count(rate)} per second`);
}

function switchTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}
