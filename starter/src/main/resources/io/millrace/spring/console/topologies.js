// The list of topologies, each with its state in words; the address says which one is chosen.

import { attribute, byId, className, element, keyed, text } from "./dom.js";

/** Shows the list, and returns the topology that is chosen. */
export function show(topologies) {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const chosen = topologies.find((topology) => topology.name === wanted) ?? worst(topologies);
  keyed(byId("topologies"), topologies, (topology) => topology.name, make, (item, topology) => {
    const link = item.firstElementChild;
    const [, name, state] = link.children;
    text(name, topology.name);
    text(state, topology.stateText);
    className(link, `topology ${topology.diagnosis.severity}`);
    if (topology === chosen) {
      attribute(link, "aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  });
  return chosen;
}

function make(topology) {
  const item = element("li");
  const link = element("a");
  link.href = `#${encodeURIComponent(topology.name)}`;
  const dot = element("i");
  dot.setAttribute("aria-hidden", "true");
  link.append(dot, element("span", "name"), element("span", "state"));
  item.append(link);
  return item;
}

/** Who opens the page without a choice wants to see what is in trouble. */
function worst(topologies) {
  const order = ["bad", "warn", "info", "good"];
  return [...topologies].sort((a, b) => order.indexOf(a.diagnosis.severity) - order.indexOf(b.diagnosis.severity))[0];
}
