package io.millrace.spring.console;

import io.millrace.runtime.TopologyPlan.Edge;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import io.millrace.spring.console.Diagnosis.Severity;
import io.millrace.spring.console.TopologyFlow.StageFlow;
import io.millrace.spring.view.StageView;
import io.millrace.spring.view.TopologyView;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what limits a topology that runs: the stage that is busy while those before it are held back, or what the last one writes to.
 *
 * <p>Confined to the thread that makes snapshots.
 */
final class Bottleneck {

    private static final double BUSY = 0.6;
    private static final double HELD_BACK = 0.25;
    private static final double FULL_LANE = 0.5;

    /** Held back for so much of its time, a stage passes on only what the next one takes. */
    private static final double MOSTLY = 0.8;

    /** A trend that is less than this share of what is read may be chance. */
    private static final double NOTABLE_TREND = 0.02;

    private static final double SECONDS_BEHIND = 2;

    private final TopologyView view;
    private final TopologyFlow flow;

    Bottleneck(TopologyView view, TopologyFlow flow) {
        this.view = view;
        this.flow = flow;
    }

    Diagnosis diagnosis() {
        if (flow.stages().isEmpty()) {
            return new Diagnosis(
                    Severity.INFO,
                    "It runs",
                    behind() + ". What its stages do is not measured.",
                    "Set 'millrace.metrics.enabled' to true to see it.");
        }
        Optional<StageFlow> busiest = flow.stages().stream()
                .filter(stage -> stage.busy() >= BUSY && (isLagging() || isPressed(stage.stage())))
                .max(Comparator.comparingDouble(StageFlow::busy));
        return busiest.map(this::limitedBy)
                .or(() -> heldBackByOutputs().map(this::limitedByOutputs))
                .orElseGet(() -> isLagging() ? limitedElsewhere() : keepsUp());
    }

    /** Whether more waits to be read than a moment brings, and that is no batch that waits for its time. */
    boolean isLagging() {
        boolean inBatches = view.settings().trigger().startsWith("processing-time");
        return !inBatches
                && view.input().recordsBehind() > 0
                && (!view.input().caughtUp()
                        || isGrowing() && view.input().recordsBehind() > SECONDS_BEHIND * flow.read());
    }

    private Diagnosis limitedBy(StageFlow stage) {
        String numbers = "Busy %s, %s".formatted(Words.percent(stage.busy()), behind());
        if (isLagging() && !isShrinking() || before(stage.stage()).anyMatch(its -> its.heldBack() >= MOSTLY)) {
            return new Diagnosis(
                    Severity.WARN,
                    "Stage '%s' limits this topology".formatted(stage.stage()),
                    "%s, %s."
                            .formatted(
                                    numbers,
                                    isGrowing() ? "growing by %s a second".formatted(trend()) : "no more than before"),
                    "Make its operators faster, or give it more workers ('parallelism'); if it waits for calls to elsewhere, more of them at a time ('capacity') or an answer that comes sooner.",
                    Optional.of(stage.stage()));
        }
        return new Diagnosis(
                Severity.INFO,
                "Stage '%s' sets the pace".formatted(stage.stage()),
                isLagging()
                        ? "%s, caught up in about %s.".formatted(numbers, Words.time(secondsLeft()))
                        : numbers + ".",
                "",
                Optional.of(stage.stage()));
    }

    private Diagnosis limitedByOutputs(StageFlow stage) {
        String targets = view.plan().edges().stream()
                .filter(edge -> isOutput(edge) && edge.from().equals(stage.stage()))
                .map(edge -> "'" + edge.to() + "'")
                .distinct()
                .collect(Collectors.joining(", "));
        return new Diagnosis(
                isLagging() && !isShrinking() ? Severity.WARN : Severity.INFO,
                "What stage '%s' writes to limits this topology".formatted(stage.stage()),
                "It waits for room at %s for %s of its time; %s."
                        .formatted(targets, Words.percent(stage.heldBack()), behind()),
                "See whether %s, or the way there, can take more.".formatted(targets),
                Optional.of(stage.stage()));
    }

    private Diagnosis limitedElsewhere() {
        return new Diagnosis(
                isShrinking() ? Severity.INFO : Severity.WARN,
                isShrinking() ? "It catches up" : "It is behind, and no stage is busy",
                isShrinking()
                        ? "%s, caught up in about %s.".formatted(capital(behind()), Words.time(secondsLeft()))
                        : "%s; busiest stage %s.".formatted(capital(behind()), busiest()),
                isShrinking()
                        ? ""
                        : "Reading is what takes the time: look at Kafka, the network, and the processor of this instance.");
    }

    private Diagnosis keepsUp() {
        return new Diagnosis(
                Severity.GOOD,
                "It keeps up",
                "%s records a second, %s; busiest stage %s."
                        .formatted(Words.perSecond(flow.read()), behind(), busiest()),
                "");
    }

    private String busiest() {
        return flow.stages().stream()
                .max(Comparator.comparingDouble(StageFlow::busy))
                .map(stage -> "'%s', busy %s".formatted(stage.stage(), Words.percent(stage.busy())))
                .orElse("unknown");
    }

    /** Returns how far behind it is: in records, and in time where records that are read now have waited for long. */
    private String behind() {
        long records = view.input().recordsBehind();
        if (records == 0) {
            return "nothing behind";
        }
        double seconds = view.latencies().queueing().p50() / 1_000.0;
        boolean timeIsKnown = view.latencies().queueing().count() > 0 && seconds >= 1;
        return "%s behind%s"
                .formatted(Words.records(records), timeIsKnown ? " (about %s)".formatted(Words.time(seconds)) : "");
    }

    private Optional<StageFlow> heldBackByOutputs() {
        return flow.stages().stream()
                .filter(stage -> stage.heldBack() >= HELD_BACK && writesOut(stage.stage()))
                .max(Comparator.comparingDouble(StageFlow::heldBack));
    }

    private boolean writesOut(String stage) {
        return view.plan().edges().stream()
                        .anyMatch(edge -> isOutput(edge) && edge.from().equals(stage))
                && view.plan().edges().stream()
                        .noneMatch(edge ->
                                edge.kind() == EdgeKind.LANE && edge.from().equals(stage));
    }

    private boolean isPressed(String stage) {
        boolean fullLane = view.stages().stream()
                .filter(its -> its.name().equals(stage))
                .anyMatch((StageView its) -> its.laneFill() >= FULL_LANE);
        return fullLane || before(stage).anyMatch(its -> its.heldBack() >= HELD_BACK);
    }

    private Stream<StageFlow> before(String stage) {
        return view.plan().edges().stream()
                .filter(edge -> edge.kind() == EdgeKind.LANE && edge.to().equals(stage))
                .flatMap(edge -> flow.stage(edge.from()).stream());
    }

    private static boolean isOutput(Edge edge) {
        return edge.kind() == EdgeKind.OUTPUT || edge.kind() == EdgeKind.ELSEWHERE;
    }

    private boolean isGrowing() {
        return flow.behindTrend().orElse(0) > notable();
    }

    private boolean isShrinking() {
        return flow.behindTrend().orElse(0) < -notable();
    }

    private double notable() {
        return Math.max(1, flow.read() * NOTABLE_TREND);
    }

    private String trend() {
        return Words.perSecond(Math.abs(flow.behindTrend().orElse(0)));
    }

    private double secondsLeft() {
        return view.input().recordsBehind() / Math.abs(flow.behindTrend().orElse(1));
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
