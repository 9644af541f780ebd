package io.millrace.internal.plan;

import io.millrace.state.StoreDefinition;
import io.millrace.topology.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Settles how joins see tables: through the table's own store where that is in the join's stage, since each stage has its own
 * threads, else through a copy.
 */
final class TableJoinChoices {

    private TableJoinChoices() {}

    /** Returns {@code graph} with an operator in the place of each join with tables. */
    static Graph decided(Graph graph) {
        List<StagePlan> stages = Stages.of(graph, Map.of());
        Map<String, String> stagesOfNodes = new HashMap<>();
        Map<StoreDefinition<?>, String> stagesOfStores = new HashMap<>();
        for (StagePlan stage : stages) {
            for (Node node : stage.nodes()) {
                stagesOfNodes.put(node.name(), stage.name());
                if (!(node instanceof Node.TableJoin)) {
                    node.stores().forEach(store -> stagesOfStores.put(store, stage.name()));
                }
            }
        }
        List<Node> nodes = graph.nodes().stream()
                .map(node -> node instanceof Node.TableJoin join
                        ? join.decided(
                                store -> Objects.equals(stagesOfNodes.get(join.name()), stagesOfStores.get(store)))
                        : node)
                .toList();
        return new Graph(nodes, graph.stageNames());
    }
}
