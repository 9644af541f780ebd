// One user: features as they are told, and asked for once a second, since they age while nothing happens.

import { byId, element, text } from "./dom.js";
import * as format from "./format.js";

const FEATURES = [
  ["Views", (window) => format.count(window.views)],
  ["Cart adds", (window) => format.count(window.carts)],
  ["Purchases", (window) => format.count(window.purchases)],
  ["Different items", (window) => format.count(window.distinctItems)],
  ["Spent", (window) => format.amount(window.spentCents / 100)],
  ["Average purchase", (window) => (window.averageCents === null ? "–" : format.amount(window.averageCents / 100))],
];
const WINDOWS = ["lastMinute", "lastFiveMinutes", "lastHour"];
const VERBS = { VIEW: "viewed", CART: "into the cart", PURCHASE: "bought" };
const PRICE_CENTS = 1999;
const PATIENCE_MILLIS = 20000;

let chosen = null;
let stream = null;
let shown = null;
let shownAt = 0;
let popularity = new Map();
let following = true;

export function prepare() {
  byId("features").append(...FEATURES.map(([name]) => featureRow(name)));
  byId("choose").addEventListener("submit", (event) => {
    event.preventDefault();
    pick(byId("user").value.trim());
  });
  byId("following").addEventListener("click", () => follow(!following));
  byId("act").addEventListener("submit", act);
  addEventListener("hashchange", chooseFromAddress);
  chooseFromAddress();
  setInterval(ask, 1000);
  setInterval(tick, 200);
}

/** Shows a user whom somebody has picked, and stays there. */
export function pick(name) {
  follow(false);
  choose(name);
}

/** Goes on to another user once this one stays away, unless somebody has picked one. */
export function goOnTo(name) {
  const isAway = shown === null || now() - Date.parse(shown.lastSeen) > PATIENCE_MILLIS;
  if (chosen === null || (following && isAway)) {
    choose(name);
  }
}

export const isChosen = (name) => name === chosen;

function follow(isWanted) {
  following = isWanted;
  byId("following").setAttribute("aria-pressed", following);
}

function choose(name) {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) {
    problem("Names have 1 to 64 letters, digits, dots, dashes and underscores.");
    return;
  }
  if (name === chosen) {
    return;
  }
  chosen = name;
  shown = null;
  popularity = new Map();
  history.replaceState(null, "", `#${name}`);
  byId("user").value = "";
  text("user-name", name);
  text("link", `/features/${name}`);
  byId("link").href = `features/${name}`;
  byId("recent").replaceChildren();
  byId("json").textContent = "";
  problem("");
  markChosen(byId("active"));
  listen();
  ask();
}

export function markChosen(chips) {
  for (const chip of chips.children) {
    chip.setAttribute("aria-pressed", chip.textContent === chosen);
  }
}

function chooseFromAddress() {
  if (location.hash.length > 1) {
    pick(decodeURIComponent(location.hash.slice(1)));
  }
}

function listen() {
  stream?.close();
  stream = new EventSource(`features/${chosen}/stream`);
  stream.addEventListener("open", () => (byId("stream-lost").hidden = true));
  stream.addEventListener("error", () => (byId("stream-lost").hidden = false));
  stream.addEventListener("feature", (event) => show(JSON.parse(event.data)));
}

async function ask() {
  if (chosen === null || document.hidden) {
    return;
  }
  const asked = chosen;
  const begin = performance.now();
  try {
    const answer = await fetch(`features/${asked}`);
    const body = await answer.json();
    if (asked !== chosen) {
      return;
    }
    text("answered", `answered from state in ${format.millis(performance.now() - begin)}`);
    if (answer.ok) {
      show(body);
      askForItems(body.recent);
    } else {
      byId("json").textContent = JSON.stringify(body, null, 2);
      problem(body.detail);
    }
  } catch {
    problem("The service does not answer.");
  }
}

async function askForItems(recent) {
  for (const item of new Set(recent.map((action) => action.item))) {
    const answer = await fetch(`items/${item}/popularity`);
    if (answer.ok) {
      popularity.set(item, (await answer.json()).lastFiveMinutes.views);
    }
  }
  showPopularity();
}

/** What is told and what is asked for may overtake each other. */
function show(features) {
  if (features.user !== chosen || (shown !== null && Date.parse(features.asOf) < Date.parse(shown.asOf))) {
    return;
  }
  problem("");
  const first = shown === null;
  const happened = !first && features.version > shown.version;
  shown = features;
  shownAt = performance.now();
  FEATURES.forEach(([, value], row) =>
    WINDOWS.forEach((name, column) => showCell(byId("features").children[row].children[column + 1], value(features[name]), features[name], first)));
  text("version", format.count(features.version));
  text("session-events", features.session.events === 0 ? "over" : format.count(features.session.events));
  byId("json").textContent = JSON.stringify(features, null, 2);
  if (first || happened) {
    byId("recent").replaceChildren(...features.recent.map((action, index) => recentRow(action, happened && index === 0)));
    showPopularity();
  }
  tick();
}

function showCell(cell, value, window, first) {
  const written = window.complete ? value : `≥ ${value}`;
  if (cell.textContent === written) {
    return;
  }
  cell.textContent = written;
  cell.classList.toggle("zero", value === "0" || value === "–" || value === "€0.00");
  if (!first) {
    cell.classList.remove("changed");
    void cell.offsetWidth; // begins the animation anew
    cell.classList.add("changed");
  }
}

function featureRow(name) {
  const row = element("tr");
  const head = element("th", "", name);
  head.scope = "row";
  row.append(head, ...WINDOWS.map(() => element("td", "number", "–")));
  return row;
}

function recentRow(action, isNew) {
  const row = element("li", isNew ? "changed" : "");
  row.dataset.time = action.time;
  row.dataset.item = action.item;
  const price = action.cents === 0 ? "" : ` for ${format.amount(action.cents / 100)}`;
  row.append(
    element("span", `badge ${action.kind.toLowerCase()}`, VERBS[action.kind]),
    element("span", "what", `${action.item}${price}`),
    element("span", "views note"),
    element("span", "ago note"),
  );
  return row;
}

function showPopularity() {
  for (const row of byId("recent").children) {
    const views = popularity.get(row.dataset.item);
    row.querySelector(".views").textContent = views === undefined ? "" : `${format.count(views)} ${views === 1 ? "view" : "views"}`;
  }
}

/** The time since the last event goes on without an answer. */
function tick() {
  byId("known").classList.toggle("empty-known", shown === null);
  if (shown === null) {
    return;
  }
  text("last-seen", `${format.ago(now() - Date.parse(shown.lastSeen))} ago`);
  text("session", shown.session.events === 0 ? "none" : format.ago(shown.session.lengthMillis));
  for (const row of byId("recent").children) {
    row.querySelector(".ago").textContent = `${format.ago(now() - Date.parse(row.dataset.time))} ago`;
  }
}

/** The service's time, as far as it is known. */
function now() {
  return Date.parse(shown.asOf) + performance.now() - shownAt;
}

async function act(event) {
  event.preventDefault();
  const kind = event.submitter.value;
  const item = byId("item").value.trim();
  const sent = { user: chosen, item, kind, cents: kind === "PURCHASE" ? PRICE_CENTS : 0 };
  try {
    const answer = await fetch("events", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) });
    text("act-note", answer.ok ? `Sent: ${item} ${VERBS[kind]}` : (await answer.json()).detail);
  } catch {
    text("act-note", "The service does not answer.");
  }
}

function problem(message) {
  byId("problem").hidden = message === "";
  text("problem", message);
}
