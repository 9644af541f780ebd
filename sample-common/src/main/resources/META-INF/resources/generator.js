// The generator's slider: how many records are made up per second.

import { byId, text } from "./dom.js";
import * as format from "./format.js";

const RATES = [0, 1, 5, 10, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

let rates = [];
let rateIsMine = false;

export const generator = {
  prepare() {
    byId("rate").addEventListener("input", pick);
    byId("rate").addEventListener("change", change);
  },

  show(status, records) {
    const slider = byId("rate");
    if (rates.length === 0) {
      rates = RATES.filter((rate) => rate < status.maxRate).concat(status.maxRate);
      slider.max = rates.length - 1;
      slider.disabled = false;
    }
    const troubled = status.failed + status.leftOut;
    text("generator-note", troubled === 0
      ? `${format.count(status.written)} made-up ${records} sent`
      : `${format.count(status.written)} sent, ${format.count(troubled)} not: Kafka did not take them`);
    if (!rateIsMine) {
      slider.value = rates.findLastIndex((rate) => rate <= status.rate);
      showRate(status.rate);
    }
  },
};

function pick() {
  rateIsMine = true;
  showRate(rates[byId("rate").value]);
}

async function change() {
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
  text("rate-text", rate === 0 ? "off" : format.count(rate));
  text("rate-unit", rate === 0 ? "" : "per second");
}
