// The panel of the scoring service: makes it slow or broken, and shows which payments notice.

import { byId, text } from "./dom.js";
import * as format from "./format.js";

const SHARES = [1, 5, 10, 20, 50, 100];
const DELAYS = [100, 250, 500, 1500, 3000, 5000, 10000];
const SETTLED_MILLIS = 400;

const modes = byId("scoring-mode");
const share = byId("scoring-share");
const delay = byId("scoring-delay");
let behaviour = null;
let isMine = false;
let changes = 0;
let settling = null;

export function prepare() {
  share.max = SHARES.length - 1;
  delay.max = DELAYS.length - 1;
  for (const button of modes.children) {
    button.addEventListener("click", () => change({ mode: button.value }));
  }
  for (const slider of [share, delay]) {
    slider.addEventListener("input", pick);
    slider.addEventListener("change", take);
  }
}

export function show(scoring) {
  byId("scoring-controls").hidden = scoring.behaviour === null;
  text("scoring-note", scoring.behaviour === null
    ? "not the one in here"
    : `waited for up to ${format.duration(scoring.timeoutMillis)}`);
  if (scoring.behaviour !== null && !isMine) {
    showBehaviour(scoring.behaviour);
  }
  showGroup("chosen", scoring.chosen);
  showGroup("others", scoring.others);
}

function showBehaviour(now) {
  behaviour = now;
  for (const button of modes.children) {
    button.setAttribute("aria-pressed", button.value === now.mode);
  }
  share.value = nearest(SHARES, now.sharePercent);
  delay.value = nearest(DELAYS, now.delayMillis);
  showNumbers(now);
}

function showNumbers({ sharePercent, delayMillis }) {
  text("scoring-share-text", sharePercent === 100 ? "all" : `${sharePercent} %`);
  text("scoring-delay-text", format.duration(delayMillis));
  text("scoring-chosen", sharePercent === 100 ? "all cards" : `these ${sharePercent} %`);
}

function showGroup(name, group) {
  const { count, p50, p99 } = group.latencyMillis;
  text(`${name}-p50`, count === 0 ? "–" : format.millis(p50));
  text(`${name}-p99`, count === 0 ? "–" : format.millis(p99));
  text(`${name}-count`, format.count(count));
  text(`${name}-unscored`, format.count(group.unscored));
  byId(`${name}-unscored`).classList.toggle("bad", group.unscored > 0);
}

/** A browser need not tell of a change at the end, as where the slider is back where it was: what is picked counts then after a while. */
function pick() {
  isMine = true;
  showNumbers(picked());
  clearTimeout(settling);
  settling = setTimeout(take, SETTLED_MILLIS);
}

function take() {
  clearTimeout(settling);
  change(picked());
}

function picked() {
  return { sharePercent: SHARES[share.value], delayMillis: DELAYS[delay.value] };
}

/** Changes at once what the page shows, so that a second change builds on the first, and then the service. */
async function change(what) {
  if (behaviour === null) {
    return;
  }
  const mine = ++changes;
  isMine = true;
  showBehaviour({ ...behaviour, ...what });
  text("scoring-error", "");
  try {
    const answer = await fetch("scoring/behaviour", {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(behaviour),
    });
    if (!answer.ok) {
      text("scoring-error", (await answer.json()).detail ?? "Not accepted.");
    }
  } catch {
    text("scoring-error", "The service does not answer.");
  } finally {
    if (mine === changes) {
      isMine = false;
    }
  }
}

function nearest(choices, wanted) {
  return choices.reduce((best, choice, index) =>
    Math.abs(choice - wanted) < Math.abs(choices[best] - wanted) ? index : best, 0);
}
