// The page: asks for the numbers once a second and shows them; alerts come by themselves.

import * as alerts from "./alerts.js";
import { LatencyChart, sparkline } from "./chart.js";
import { byId, element, text } from "./dom.js";
import * as format from "./format.js";
import { generator } from "./generator.js";
import * as paymentForm from "./payment-form.js";
import * as scoring from "./scoring.js";
import { switchTheme } from "./theme-switch.js";
import { TopologyCard } from "./topology.js";

const KEPT_SAMPLES = 120;

const topology = new TopologyCard();
const chart = new LatencyChart(byId("latency-chart"));
let samples = [];

start();

async function start() {
  paymentForm.prepare();
  scoring.prepare();
  byId("theme").addEventListener("click", switchTheme);
  generator.prepare();
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
    topology.away("No connection");
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
  topology.show(stats.topology, stats.deadLetters);
  showEpoch(stats.topology.lastEpoch);
  generator.show(stats.generator, "payments");
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

function showEpoch(epoch) {
  text("epoch-records", epoch ? `${format.count(epoch.recordsIn)} in, ${format.count(epoch.recordsOut)} out` : "–");
}
