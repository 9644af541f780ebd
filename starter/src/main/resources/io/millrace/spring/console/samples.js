// What was seen of each topology, for the lines: a sample a second, for five minutes.

const KEPT = 300;
const GAP_SECONDS = 5;

const byTopology = new Map();

/** Remembers how a topology is, and returns all that is remembered of it, the oldest first. A gap is a sample without values. */
export function add(at, topology) {
  const samples = byTopology.get(topology.name) ?? [];
  byTopology.set(topology.name, samples);
  const time = at / 1000;
  const last = samples.at(-1);
  if (last && time <= last.time) {
    return samples;
  }
  if (last && time - last.time > GAP_SECONDS) {
    samples.push({ time: (time + last.time) / 2, stages: new Map() });
  }
  samples.push({
    time,
    read: topology.flow.read,
    written: topology.flow.written,
    behind: topology.behind,
    p50: topology.endToEnd?.p50,
    p99: topology.endToEnd?.p99,
    stages: new Map(topology.stages.map((stage) => [stage.name, stage])),
  });
  if (samples.length > KEPT) {
    samples.splice(0, samples.length - KEPT);
  }
  return samples;
}
