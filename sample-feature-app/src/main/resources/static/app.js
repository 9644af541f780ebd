// The page: asks for the numbers once a second and shows them; a user's features come by themselves.

import { LatencyChart, sparkline } from "./chart.js";
import { byId, element, text } from "./dom.js";
import * as format from "./format.js";
import { generator } from "./generator.js";
import { switchTheme } from "./theme-switch.js";
import { TopologyCard } from "./topology.js";
import * as user from "./user.js";

const KEPT_SAMPLES = 120;
const CHIPS = 8;

const chart = new LatencyChart(byId("fresh-chart"));
const topology = new TopologyCard();
let samples = [];

start();

async function start() {
  byId("theme").addEventListener("click", switchTheme);
  generator.prepare();
  user.prepare();
  try {
    samples = await (await fetch("stats/history")).json();
  } catch {
    samples = [];
  }
  refresh();
}

async function refresh() {
  try {
    const [stats, users] = await Promise.all([get("stats"), get("users?limit=30")]);
    show(stats);
    showUsers(users);
  } catch {
    topology.away("No connection");
  }
  setTimeout(refresh, 1000);
}

async function get(path) {
  return (await fetch(path)).json();
}

function show(stats) {
  samples.push({
    time: Date.now(),
    inPerSecond: stats.events.perSecond,
    outPerSecond: stats.updates.perSecond,
    latencyP50: stats.freshnessMillis.p50,
    latencyP99: stats.freshnessMillis.p99,
  });
  samples = samples.slice(-KEPT_SAMPLES);
  text("event-rate", format.rate(stats.events.perSecond));
  text("event-total", `${format.count(stats.events.total)} read here since the start`);
  text("update-rate", format.rate(stats.updates.perSecond));
  text("update-total", `${format.count(stats.updates.total)} since the start`);
  sparkline(byId("event-spark"), samples.map((sample) => sample.inPerSecond));
  sparkline(byId("update-spark"), samples.map((sample) => sample.outPerSecond));
  for (const name of ["p50", "p95", "p99", "max"]) {
    text(`fresh-${name}`, stats.freshnessMillis.count === 0 ? "–" : format.millis(stats.freshnessMillis[name]));
  }
  chart.show(samples);
  topology.show(stats.topology, stats.deadLetters);
  generator.show(stats.generator, "events");
}

/** Chips stay where they are as long as their users are active, so that one can hit them. */
function showUsers(users) {
  byId("users").replaceChildren(...users.map((name) => Object.assign(element("option"), { value: name })));
  const chips = byId("active");
  for (const chip of [...chips.children]) {
    if (!users.includes(chip.textContent) && !user.isChosen(chip.textContent)) {
      chip.remove();
    }
  }
  for (const name of users) {
    if (chips.children.length < CHIPS && ![...chips.children].some((chip) => chip.textContent === name)) {
      const chip = element("button", "chip", name);
      chip.type = "button";
      chip.addEventListener("click", () => user.pick(name));
      chips.append(chip);
    }
  }
  user.markChosen(chips);
  if (users.length > 0) {
    user.goOnTo(users[0]);
  }
}
