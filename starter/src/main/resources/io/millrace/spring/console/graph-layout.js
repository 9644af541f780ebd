// Where the nodes and edges of a topology go: dagre decides, from left to right, or downwards where it is narrow.

const dagre = globalThis.dagre;

export const SIZES = {
  stage: { width: 194, height: 104 },
  topic: { width: 142, height: 44 },
  elsewhere: { width: 142, height: 44 },
};
const LABEL = { width: 62, height: 26, labelpos: "c" };

/** Returns the places of all nodes and the points of all edges by their ids, and the size of the whole. */
export function layout({ nodes, edges }, isNarrow) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: isNarrow ? "TB" : "LR",
    nodesep: isNarrow ? 20 : 26,
    ranksep: isNarrow ? 16 : 18,
    edgesep: 14,
    marginx: 10,
    marginy: 16,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  nodes.forEach((node) => graph.setNode(node.id, { ...SIZES[node.kind] }));
  edges.forEach((edge) => graph.setEdge(edge.from, edge.to, { ...LABEL }, edge.id));
  dagre.layout(graph);
  return {
    width: graph.graph().width,
    height: graph.graph().height,
    nodes: new Map(nodes.map((node) => [node.id, graph.node(node.id)])),
    edges: new Map(edges.map((edge) => [edge.id, graph.edge({ v: edge.from, w: edge.to, name: edge.id })])),
  };
}

/** Returns a smooth line through the middles of what lies between the points. */
export function line(points) {
  const [first, ...rest] = points;
  const last = rest.pop();
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    const end = next ? { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 } : last;
    path += `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return rest.length === 0 ? `${path}L${last.x} ${last.y}` : path;
}
