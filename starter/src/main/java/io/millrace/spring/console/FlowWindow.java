package io.millrace.spring.console;

import io.millrace.runtime.TopologyPlan.EdgeKind;
import io.millrace.spring.console.TopologyFlow.EdgeFlow;
import io.millrace.spring.console.TopologyFlow.StageFlow;
import io.millrace.spring.view.EdgeView;
import io.millrace.spring.view.StageView;
import io.millrace.spring.view.TopologyView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The views of one topology in the last half a minute, and what happened between them. Rates are those of the last 10 seconds, so that they
 * follow soon; whether it falls behind shows only over a longer time.
 *
 * <p>Confined to the thread that makes snapshots.
 */
final class FlowWindow {

    private static final long RATES_MILLIS = 10_000;
    private static final long TREND_MILLIS = 30_000;
    private static final long SHORTEST_TREND_MILLIS = 4_000;

    private final Deque<TopologyView> views = new ArrayDeque<>();

    /** Adds a view, and returns how fast the topology is; empty where there is no other view of the last seconds to compare it with. */
    Optional<TopologyFlow> add(TopologyView latest) {
        long now = latest.takenAt();
        views.removeIf(view -> view.takenAt() < now - TREND_MILLIS || view.takenAt() >= now);
        Optional<TopologyFlow> flow = views.stream()
                .filter(view -> view.takenAt() >= now - RATES_MILLIS)
                .findFirst()
                .map(first -> between(first, latest));
        views.addLast(latest);
        return flow;
    }

    private TopologyFlow between(TopologyView first, TopologyView latest) {
        double seconds = (latest.takenAt() - first.takenAt()) / 1_000.0;
        Map<String, StageView> before = byKey(first.stages(), StageView::name);
        List<StageFlow> stages = latest.stages().stream()
                .flatMap(stage -> Stream.ofNullable(before.get(stage.name())).map(old -> between(old, stage, seconds)))
                .toList();
        Map<List<Object>, EdgeView> edgesBefore = byKey(first.edges(), FlowWindow::key);
        List<EdgeFlow> edges = latest.edges().stream()
                .flatMap(edge -> Stream.ofNullable(edgesBefore.get(key(edge))).map(old -> between(old, edge, seconds)))
                .toList();
        return new TopologyFlow(
                (latest.input().recordsRead() - first.input().recordsRead()) / seconds,
                edges.stream()
                        .filter(edge -> edge.kind() == EdgeKind.OUTPUT || edge.kind() == EdgeKind.ELSEWHERE)
                        .mapToDouble(EdgeFlow::perSecond)
                        .sum(),
                behindTrend(latest),
                stages,
                edges);
    }

    private static EdgeFlow between(EdgeView before, EdgeView now, double seconds) {
        return new EdgeFlow(
                now.from(), now.to(), now.kind(), now.through(), (now.records() - before.records()) / seconds);
    }

    private static StageFlow between(StageView before, StageView now, double seconds) {
        double busy = now.busyMillis() - before.busyMillis();
        double heldBack = now.heldBackMillis() - before.heldBackMillis();
        double idle = now.idleMillis() - before.idleMillis();
        double all = busy + heldBack + idle;
        return new StageFlow(
                now.name(),
                all == 0 ? 0 : busy / all,
                all == 0 ? 0 : heldBack / all,
                all == 0 ? 1 : idle / all,
                (now.recordsIn() - before.recordsIn()) / seconds,
                (now.recordsOut() - before.recordsOut()) / seconds);
    }

    private OptionalDouble behindTrend(TopologyView latest) {
        TopologyView first = views.getFirst();
        long millis = latest.takenAt() - first.takenAt();
        if (millis < SHORTEST_TREND_MILLIS) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((latest.input().recordsBehind() - first.input().recordsBehind()) / (millis / 1_000.0));
    }

    private static List<Object> key(EdgeView edge) {
        return List.of(edge.from(), edge.to(), edge.kind(), edge.through());
    }

    private static <K, T> Map<K, T> byKey(List<T> items, Function<T, K> key) {
        Map<K, T> found = new HashMap<>();
        items.forEach(item -> found.put(key.apply(item), item));
        return found;
    }
}
