// The lists below the charts: partitions, stores, errors, and what happened.

import { byId, className, element, keyed, pairs, text } from "./dom.js";
import * as format from "./format.js";

const EVENTS = 12;

export function show(topology) {
  showPartitions(topology);
  showStores(topology.stores);
  showErrors(topology);
  showEvents(topology);
}

function showPartitions({ partitions, behind }) {
  const most = Math.max(1, ...partitions.map((partition) => partition.lag ?? 0));
  byId("no-partitions").hidden = partitions.length > 0;
  text("partitions-note", partitions.length === 0 ? "" : `${format.count(behind)} behind in all`);
  bars(byId("partitions"), partitions, (partition) => `${partition.topic}-${partition.partition}`, (partition) => ({
    share: (partition.lag ?? 0) / most,
    words: partition.restoring ? "waits for its state" : partition.lag === null ? "no checkpoint yet" : `${format.count(partition.lag)} behind`,
    kind: partition.restoring ? "restoring" : partition.lag > 1000 ? "alarm" : "",
  }));
}

function showStores(stores) {
  const most = Math.max(1, ...stores.map((store) => store.bytes));
  byId("no-stores").hidden = stores.length > 0;
  text("stores-note", stores.length === 0 ? "" : format.bytes(stores.reduce((sum, store) => sum + store.bytes, 0)));
  bars(byId("stores"), stores, (store) => store.name, (store) => ({
    share: store.bytes / most,
    words: `${format.short(store.entries)} entries · ${format.bytes(store.bytes)}`,
    kind: "",
  }));
}

function bars(list, items, nameOf, describe) {
  keyed(list, items, nameOf, (item) => {
    const row = element("li");
    const bar = element("span", "bar");
    bar.setAttribute("aria-hidden", "true");
    bar.append(element("i"));
    row.append(element("b", "", nameOf(item)), element("span", "note"), bar);
    return row;
  }, (row, item) => {
    const { share, words, kind } = describe(item);
    const [, note, bar] = row.children;
    className(row, kind);
    text(note, words);
    bar.firstElementChild.style.width = `${share * 100}%`;
  });
}

function showErrors({ errors, eventTime }) {
  const bad = (number) => (number > 0 ? "alarm" : "");
  pairs(byId("errors"), [
    ["Dead letters", format.count(errors.deadLettered), bad(errors.deadLettered)],
    ["Skipped", format.count(errors.skipped), bad(errors.skipped)],
    ["Parked, for a retry", format.count(errors.parked), bad(errors.parked)],
    ["Retries", format.count(errors.retries)],
    ["Late records", format.count(eventTime.late)],
    ["Timestamps corrected", format.count(eventTime.clamped)],
    ["Timers fired", format.count(eventTime.timers)],
    ["Latest timer, late by", format.millis(eventTime.latenessMillis)],
  ]);
}

function showEvents({ events, name }) {
  const latest = events.slice(-EVENTS).reverse();
  byId("no-events").hidden = latest.length > 0;
  keyed(byId("events"), latest, (event) => `${name} ${event.at} ${event.words}`, (event) => {
    const item = element("li", event.kind);
    item.append(element("time", "", format.time(event.at)), element("p", "", event.words));
    return item;
  }, () => {});
}
