// Turns a snapshot of the service's into what the parts of the page draw: one object for each topology, with what belongs together joined.

const KINDS = { STATE: "state", FAILURE: "failure", ASSIGNMENT: "assignment", RESTORED: "restored", STUCK: "failure", GOES_ON: "restored" };
const WORDS = {
  STATE: (text) => `It is ${text.toLowerCase()}`,
  FAILURE: (text) => `It failed: ${text}`,
  ASSIGNMENT: (text) => `This instance reads ${text}`,
  RESTORED: (text) => `Restored ${text}`,
  STUCK: (text) => `Stuck in ${text}`,
  GOES_ON: (text) => `Goes on after ${text} was stuck`,
};

export function model(snapshot) {
  return {
    at: snapshot.at,
    service: snapshot.service,
    topologies: snapshot.topologies.map(topologyModel),
  };
}

function topologyModel({ view, flow, diagnosis }) {
  const { input, time, checkpoint, settings, plan } = view;
  const stages = plan.stages.map((planned) => stageModel(planned, view, flow));
  return {
    name: view.name,
    state: view.state,
    stateText: view.paused ? "paused" : view.end === "FINISHED" ? "finished" : view.state.toLowerCase(),
    diagnosis: { ...diagnosis, severity: diagnosis.severity.toLowerCase() },
    trigger: settings.trigger,
    delivery: settings.delivery.toLowerCase().replaceAll("_", "-"),
    checkpointAge: view.state === "RUNNING" && checkpoint.committed > 0 ? checkpoint.ageMillis / 1000 : null,
    watermark: time.watermark,
    behind: input.recordsBehind,
    caughtUp: input.caughtUp,
    isLagging: diagnosis.severity === "WARN" && input.recordsBehind > 0,
    readTotal: input.recordsRead,
    writtenTotal: view.edges.filter(isOutput).reduce((sum, edge) => sum + edge.records, 0),
    flow: { read: flow?.read ?? null, written: flow?.written ?? null, behindTrend: flow?.behindTrend ?? null },
    endToEnd: measured(view.latencies.endToEnd),
    stages,
    graph: graphModel(view, flow, stages),
    partitions: input.partitions,
    stores: view.stores.map((store) => ({ name: store.store, entries: store.entries, bytes: store.bytes })),
    errors: view.errors,
    eventTime: { late: time.lateRecords, clamped: time.clampedTimestamps, timers: time.timersFired, latenessMillis: time.timerLatenessMillis },
    restores: view.restores.map((restore) => ({
      ...restore,
      total: restore.totalRecords,
      perSecond: restore.recordsPerSecond,
      secondsLeft: restore.timeLeftMillis / 1000,
    })),
    stuck: view.stuck.map((call) => ({ ...call, seconds: call.lastingMillis / 1000 })),
    epochs: view.epochs.map(epochModel),
    events: view.events.reduce(withEvent, []),
  };
}

function stageModel(planned, view, flow) {
  const known = view.stages.find((stage) => stage.name === planned.name);
  const now = flow?.stages.find((stage) => stage.stage === planned.name);
  return {
    name: planned.name,
    workers: planned.workers,
    operators: planned.nodes,
    stores: planned.stores,
    measured: Boolean(now),
    busy: now?.busy ?? 0,
    heldBack: now?.heldBack ?? 0,
    idle: now?.idle ?? 0,
    inPerSecond: now?.in ?? null,
    outPerSecond: now?.out ?? null,
    recordsIn: known?.recordsIn ?? null,
    recordsOut: known?.recordsOut ?? null,
    laneFill: known?.laneFill ?? 0,
    queueing: measured(known?.queueing),
    processing: measured(known?.processing),
  };
}

/** Topics, stages and what is elsewhere as nodes; a topic that is read and written is two, so that all goes one way. */
function graphModel(view, flow, stages) {
  const nodes = new Map(stages.map((stage) => [`stage ${stage.name}`, { id: `stage ${stage.name}`, kind: "stage", name: stage.name, stage }]));
  const ends = (edge) => ({
    from: edge.kind === "INPUT" || edge.kind === "GLOBAL_TABLE" ? add("in", edge.from, "topic", edge) : `stage ${edge.from}`,
    to: edge.kind === "OUTPUT" ? add("out", edge.to, "topic", edge) : edge.kind === "ELSEWHERE" ? add("else", edge.to, "elsewhere", edge) : `stage ${edge.to}`,
  });
  const add = (side, name, kind, edge) => {
    const id = `${side} ${name}`;
    if (!nodes.has(id)) {
      nodes.set(id, { id, kind, name, note: noteOf(edge, view) });
    }
    return id;
  };
  const edges = view.plan.edges.map((edge) => {
    const same = (other) => other.from === edge.from && other.to === edge.to && other.kind === edge.kind && other.through === edge.through;
    return {
      id: [edge.kind, edge.from, edge.to, edge.through].join(" "),
      ...ends(edge),
      kind: edge.kind,
      through: edge.through,
      perSecond: flow?.edges.find(same)?.perSecond ?? null,
      laneFill: view.edges.find(same)?.laneFill ?? 0,
    };
  });
  return { nodes: [...nodes.values()], edges };
}

function noteOf({ kind, from }, view) {
  if (kind === "INPUT") {
    const here = view.input.partitions.filter((partition) => partition.topic === from).length;
    return here === 0 ? "topic" : `${here} partition${here === 1 ? "" : "s"} here`;
  }
  return { GLOBAL_TABLE: "global table", OUTPUT: "topic", ELSEWHERE: "elsewhere" }[kind];
}

/** Adds an event; the many parts of one restore become one. */
function withEvent(events, { at, kind, text }) {
  const last = events.at(-1);
  if (kind === "RESTORED" && last?.parts) {
    last.parts++;
    last.words = `Restored ${last.parts} parts of its state`;
    return events;
  }
  return [...events, { at, kind: KINDS[kind] ?? "state", words: (WORDS[kind] ?? String)(text), parts: kind === "RESTORED" ? 1 : undefined }];
}

function epochModel(epoch) {
  const ending = epoch.alignMillis + epoch.acknowledgeMillis + epoch.commitMillis;
  return {
    number: epoch.number,
    endedAt: epoch.startedAt + epoch.flowMillis + ending,
    flow: epoch.flowMillis,
    align: epoch.alignMillis,
    acknowledge: epoch.acknowledgeMillis,
    commit: epoch.commitMillis,
    recordsIn: epoch.recordsIn,
    recordsOut: epoch.recordsOut,
  };
}

const isOutput = (edge) => edge.kind === "OUTPUT" || edge.kind === "ELSEWHERE";
const measured = (latency) => (latency && latency.count > 0 ? latency : null);
