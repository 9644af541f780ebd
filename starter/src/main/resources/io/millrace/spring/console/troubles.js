// What is there only in trouble: state that is restored, and calls that are stuck.

import { byId, element, keyed, text } from "./dom.js";
import * as format from "./format.js";

export function show(topology) {
  showRestores(topology.restores);
  showStuck(topology.stuck);
}

function showRestores(restores) {
  byId("restores-card").hidden = restores.length === 0;
  text("restores-note", format.plural(restores.length, "part"));
  keyed(byId("restores"), restores, (restore) => `${restore.store}-${restore.partition}`, restoreRow, (row, restore) => {
    const [, words, bar] = row.children;
    const share = restore.total === 0 ? 0 : Math.min(1, restore.records / restore.total);
    bar.value = share;
    text(words, `${format.percent(share)} · ${format.short(restore.records)} of about ${format.short(restore.total)} records · ${format.bytes(restore.bytes)} · ${format.rate(restore.perSecond)}/s · ${restore.secondsLeft > 0 ? `about ${format.seconds(restore.secondsLeft)} left` : "just begun"}`);
  });
}

function restoreRow(restore) {
  const row = element("li");
  const bar = element("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", `Restore of '${restore.store}', partition ${restore.partition}`);
  row.append(element("b", "", `${restore.store}, partition ${restore.partition}`), element("span", "note"), bar);
  return row;
}

function showStuck(stuck) {
  byId("stuck-card").hidden = stuck.length === 0;
  keyed(byId("stuck"), stuck, (call) => `${call.stage} ${call.node} ${call.thread}`, () => {
    const row = element("li");
    const stack = element("pre");
    stack.tabIndex = 0;
    row.append(element("p"), stack);
    return row;
  }, (row, call) => {
    const [words, stack] = row.children;
    text(words, `'${call.node}' of stage '${call.stage}' has been in one call for ${format.seconds(call.seconds)}${call.input ? `, with the record at ${call.input}` : ""} · thread '${call.thread}'`);
    text(stack, call.stack.join("\n"));
  });
}
