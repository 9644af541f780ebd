// The table of alerts: what there was, then what comes. Drawn at most once a frame, however many come.

import { byId, element } from "./dom.js";
import * as format from "./format.js";

const KEPT = 60;

const rows = byId("alert-rows");
const seen = new Set();
const mine = new Set();
let waiting = [];
let paused = false;

/** Marks a payment as sent from this page. */
export function markAsMine(paymentId) {
  mine.add(paymentId);
  rows.querySelector(`tr[data-payment="${CSS.escape(paymentId)}"]`)?.classList.add("mine");
}

/** Shows alerts from now on; onConnection hears whether they can come. */
export function follow(onConnection) {
  byId("pause").addEventListener("click", togglePause);
  const stream = new EventSource("alerts/stream");
  stream.addEventListener("open", () => {
    onConnection(true);
    catchUp();
  });
  stream.addEventListener("error", () => onConnection(false));
  stream.addEventListener("alert", (event) => add([JSON.parse(event.data)]));
}

async function catchUp() {
  const answer = await fetch(`alerts?limit=${KEPT}`);
  if (answer.ok) {
    add((await answer.json()).reverse());
  }
}

function add(alerts) {
  const fresh = alerts.filter((alert) => !seen.has(alert.paymentId));
  if (fresh.length === 0) {
    return;
  }
  fresh.forEach((alert) => seen.add(alert.paymentId));
  if (waiting.length === 0) {
    requestAnimationFrame(draw);
  }
  waiting.push(...fresh);
  waiting = waiting.slice(-KEPT);
}

function draw() {
  if (paused || waiting.length === 0) {
    return;
  }
  rows.prepend(...waiting.map(row).reverse());
  waiting = [];
  while (rows.children.length > KEPT) {
    rows.lastElementChild.remove();
  }
  while (seen.size > 4 * KEPT) {
    seen.delete(seen.values().next().value);
  }
  byId("no-alerts").hidden = true;
}

function togglePause() {
  paused = !paused;
  byId("pause").textContent = paused ? "Resume" : "Pause";
  byId("pause").setAttribute("aria-pressed", paused);
  draw();
}

function row(alert) {
  const made = element("tr", mine.has(alert.paymentId) ? "fresh mine" : "fresh");
  made.dataset.payment = alert.paymentId;
  const why = element("td", "why");
  alert.findings.forEach((finding) => {
    const reason = element("span", "reason", finding.reason);
    reason.title = finding.rule;
    why.append(reason);
  });
  const severity = element("td", "severity");
  severity.append(element("span", `badge ${alert.severity.toLowerCase()}`, format.label(alert.severity)));
  const merchant = element("td", "merchant", alert.merchant);
  merchant.append(element("small", "", `${format.label(alert.category)} · ${format.country(alert.country)}`));
  made.append(
    element("td", "time", format.time(alert.detectedAt)),
    severity,
    why,
    merchant,
    element("td", "cardnumber", alert.card),
    element("td", "amount number", format.amount(alert.amount)),
    element("td", "after number", format.millis(format.millisBetween(alert.paymentTime, alert.detectedAt))),
  );
  return made;
}
