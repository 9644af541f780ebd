package io.millrace.internal.plan;

import io.millrace.errors.ErrorPhase;
import io.millrace.runtime.ErrorSettings;
import io.millrace.state.StoreDefinition;
import io.millrace.topology.Async;
import io.millrace.topology.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells where a replay gives the same outputs again, and in the same order for each partition that was read: there an output's
 * id tells whether it has been seen before. Elsewhere a reader that goes by ids would lose records.
 *
 * <p>A topic on the way makes good for what is before it, as its order is fixed. Immutable.
 */
record Replays(Graph graph, List<StagePlan> stages, StoreInputs inputs, ErrorSettings errors) {

    /** Returns why outputs of {@code sink} may come otherwise at a replay, as a sentence without its full stop; empty if not. */
    Optional<String> obstacle(Node sink) {
        List<Node> way = new ArrayList<>(graph.before(sink));
        way.add(sink);
        return Stream.of(
                        way.stream()
                                .filter(Graph::isLocalShuffle)
                                .map(node -> "shuffle '%s' mixes the records of several partitions in memory"
                                        .formatted(node.name())),
                        operators(way)
                                .flatMap(operator -> operator.globalTables().stream())
                                .map(table ->
                                        "global table '%s' changes on its own, and a replay may find other entries"
                                                .formatted(table.name())),
                        way.stream().map(this::ofCalls).flatMap(Optional::stream),
                        way.stream()
                                .filter(TimePlan::emitsOnTimers)
                                .map(node -> "'%s' gives results when timers fire, and a replay is at another time"
                                        .formatted(node.name())),
                        way.stream()
                                .filter(Node.CompleteTable.class::isInstance)
                                .map(node ->
                                        "'%s' tells its table at the end of each batch, and a replay makes other batches"
                                                .formatted(node.name())),
                        way.stream()
                                .filter(this::mayRetry)
                                .map(node ->
                                        "a record that fails at '%s' may be retried while others pass it, and a replay may have them in another order"
                                                .formatted(node.name())),
                        stores(way).map(this::obstacle).flatMap(Optional::stream),
                        graph.sourcesOf(sink).stream()
                                .map(source -> obstacle(source, sink, way))
                                .flatMap(Optional::stream))
                .flatMap(obstacles -> obstacles)
                .findFirst();
    }

    private Optional<String> ofCalls(Node node) {
        if (!(node instanceof Node.AsyncOperator operator)) {
            return Optional.empty();
        }
        if (!operator.options().isDeterministic()) {
            return Optional.of("the calls of '%s' may have other answers at a replay".formatted(node.name()));
        }
        if (operator.fallback().isPresent()) {
            return Optional.of("a call of '%s' that failed may have an answer at a replay".formatted(node.name()));
        }
        if (errors.mayGiveUp(stageOf(node).name(), ErrorPhase.PROCESSING)) {
            return Optional.of(
                    "a record whose call of '%s' failed may be given up, and its call may succeed at a replay"
                            .formatted(node.name()));
        }
        return operator.options().order() == Async.Order.TOTAL
                ? Optional.empty()
                : Optional.of("records overtake one another at the calls of '%s'".formatted(node.name()));
    }

    /** What a sink elsewhere does not take is tried again with all that comes behind it, in its order. */
    private boolean mayRetry(Node node) {
        if (node instanceof Node.ExternalSink) {
            return false;
        }
        ErrorPhase phase = node instanceof Node.Source
                ? ErrorPhase.DESERIALIZATION
                : node instanceof Node.Sink ? ErrorPhase.PRODUCTION : ErrorPhase.PROCESSING;
        return errors.mayRetry(stageOf(node).name(), phase);
    }

    private static Stream<StoreDefinition<?>> stores(List<Node> nodes) {
        return operators(nodes)
                .<StoreDefinition<?>>flatMap(operator -> operator.stores().stream())
                .distinct();
    }

    private static Stream<Node.Operator> operators(List<Node> nodes) {
        return nodes.stream().filter(Node.Operator.class::isInstance).map(Node.Operator.class::cast);
    }

    private Optional<String> obstacle(StoreDefinition<?> store) {
        if (inputs.topicsOf(store).size() > 1) {
            return Optional.of("store '%s' takes records of several topics, '%s', and a replay may mix them otherwise"
                    .formatted(store.name(), String.join("', '", inputs.topicsOf(store))));
        }
        if (store.ttl().isPresent()) {
            return Optional.of("entries of store '%s' end by the clock, and a replay is later".formatted(store.name()));
        }
        return store.logged() || store.timerSource() != null
                ? Optional.empty()
                : Optional.of("store '%s' is not logged, and a replay begins without it".formatted(store.name()));
    }

    /** Looks for places where records of one partition of {@code source} can overtake one another on their way. */
    private Optional<String> obstacle(Node.Source source, Node sink, List<Node> way) {
        List<Node> from = from(source, way);
        StagePlan last = stageOf(sink);
        Set<StagePlan> passed = new LinkedHashSet<>();
        from.forEach(node -> passed.add(stageOf(node)));
        for (StagePlan stage : passed) {
            if (!stage.equals(last) && stage.routing() == Routing.BY_KEY && stage.parallelism() > 1) {
                return Optional.of(
                        "stage '%s' spreads the keys of a partition over %d workers, which overtake one another"
                                .formatted(stage.name(), stage.parallelism()));
            }
            Set<String> feeding = feeding(stage, from);
            if (feeding.size() > 1) {
                return Optional.of(
                        "records of '%s' come to stage '%s' on several ways, by '%s', and overtake one another"
                                .formatted(source.name(), stage.name(), String.join("', '", feeding)));
            }
        }
        return Optional.empty();
    }

    /** Returns those nodes of {@code way} that records of {@code source} come to. */
    private static List<Node> from(Node.Source source, List<Node> way) {
        Set<String> reached = new HashSet<>();
        return way.stream()
                .filter(node -> node.equals(source) || node.inputs().stream().anyMatch(reached::contains))
                .filter(node -> reached.add(node.name()))
                .toList();
    }

    /** Returns the stages, other than itself, whose nodes among {@code nodes} feed {@code stage}. */
    private Set<String> feeding(StagePlan stage, List<Node> nodes) {
        Set<String> feeding = new LinkedHashSet<>();
        for (Node node : nodes) {
            boolean feeds = stage.nodes().stream()
                    .anyMatch(next -> nodes.contains(next) && next.inputs().contains(node.name()));
            if (feeds && !stageOf(node).equals(stage)) {
                feeding.add(stageOf(node).name());
            }
        }
        return feeding;
    }

    private StagePlan stageOf(Node node) {
        return stages.stream()
                .filter(stage -> stage.nodes().contains(node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No stage runs '%s'".formatted(node.name())));
    }
}
