// All stages as a table: what the graph shows, for those who rather read.

import { attribute, byId, className, element, keyed, text } from "./dom.js";
import * as format from "./format.js";
import { inWords, shareBar, showShares } from "./shares.js";

export function show(topology, choose) {
  keyed(byId("stages"), topology.stages, (stage) => stage.name, (stage) => row(stage, choose), (made, stage) => {
    const cells = made.children;
    const isLimit = stage.name === topology.diagnosis.stage;
    className(made, isLimit ? "limit" : "");
    text(cells[0].lastElementChild, isLimit ? `${format.plural(stage.workers, "worker")}, limits the flow` : format.plural(stage.workers, "worker"));
    const [bar, words] = cells[1].children;
    showShares(bar, stage);
    attribute(bar, "aria-hidden", true);
    text(words, stage.measured ? inWords(stage) : "not measured yet");
    text(cells[2], perSecond(stage.inPerSecond));
    text(cells[3], perSecond(stage.outPerSecond));
    text(cells[4], format.millis(stage.queueing?.p50));
    text(cells[5], format.millis(stage.queueing?.p99));
    text(cells[6], format.millis(stage.processing?.p50));
    text(cells[7], format.millis(stage.processing?.p99));
    text(cells[8].lastElementChild, format.percent(stage.laneFill));
    cells[8].firstElementChild.value = stage.laneFill;
  });
}

const perSecond = (rate) => (rate === null ? format.NONE : `${format.rate(rate)}/s`);

function row(stage, choose) {
  const made = element("tr");
  const name = element("th");
  name.scope = "row";
  const button = element("button", "link", stage.name);
  button.type = "button";
  button.addEventListener("click", () => choose(stage.name));
  name.append(button, element("small"));
  const shares = element("td", "shares-cell");
  shares.append(shareBar(), element("small"));
  const lane = element("td", "lane");
  const fill = element("meter");
  fill.max = 1;
  fill.high = 0.85;
  fill.low = 0.4;
  fill.optimum = 0;
  fill.setAttribute("aria-label", `Fullest lane to '${stage.name}'`);
  lane.append(fill, element("span"));
  made.append(name, shares, ...Array.from({ length: 6 }, () => element("td", "number")), lane);
  return made;
}
