package io.millrace.internal.plan;

import io.millrace.topology.Node;
import io.millrace.topology.TimeKeeperNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How event time goes through the stages of a plan. Immutable. */
public record TimePlan(Plan plan) {

    /** Returns whether workers of {@code stage} have to know the time, for timers of their own or of stages behind. */
    public boolean isNeededIn(StagePlan stage) {
        boolean own = stage.nodes().stream().anyMatch(node -> node instanceof TimeKeeperNode || Times.hasTimers(node));
        return own || plan.fedBy(stage).stream().anyMatch(this::isNeededIn);
    }

    /** Returns the same for the stage named {@code stage}. */
    public boolean isNeededIn(String stage) {
        return isNeededIn(plan.stage(stage));
    }

    /** Returns whether time is kept of {@code topic}. */
    public boolean isKeptOf(String topic) {
        return plan.sources().stream().filter(source -> source.reads(topic)).anyMatch(this::isKept);
    }

    /** Returns the shortest time of silence that changes anything, if time is kept anywhere. */
    public Optional<Duration> shortestSilence() {
        return plan.sources().stream()
                .filter(this::isKept)
                .map(Node.Source::time)
                .flatMap(policy -> Stream.concat(Stream.of(policy.idleAfter()), policy.advancingWhenIdle().stream()))
                .min(Comparator.naturalOrder());
    }

    /** Returns whether records of {@code topic} come to {@code stage} from Kafka, and not by another stage. */
    public boolean isReadIn(StagePlan stage, String topic) {
        return stage.nodes().stream().anyMatch(node -> node instanceof Node.Source source && source.reads(topic));
    }

    /** Returns by how many lanes the records of one partition of {@code topic} come to a worker of {@code stage}, if any do. */
    public int lanes(String topic, StagePlan stage) {
        int lanes = isReadIn(stage, topic) ? 1 : 0;
        for (StagePlan before : plan.stages()) {
            if (plan.fedBy(before).contains(stage) && lanes(topic, before) > 0) {
                lanes += before.routing() == Routing.BY_KEY ? before.parallelism() : 1;
            }
        }
        return lanes;
    }

    /** Returns whether timers in {@code stage} give rise to records. */
    public static boolean emitsOnTimers(StagePlan stage) {
        return stage.nodes().stream().anyMatch(TimePlan::emitsOnTimers);
    }

    public static boolean emitsOnTimers(Node node) {
        return node instanceof Node.Operator operator && operator.emitsOnTimers();
    }

    /** Returns whether records that timers of {@code stage} give rise to come to its node {@code node}. */
    public static boolean isBehindTimers(StagePlan stage, Node node) {
        Set<String> before = new HashSet<>(node.inputs());
        List<Node> nodes = stage.nodes();
        for (int index = nodes.size() - 1; index >= 0; index--) {
            Node candidate = nodes.get(index);
            if (before.contains(candidate.name())) {
                if (emitsOnTimers(candidate)) {
                    return true;
                }
                before.addAll(candidate.inputs());
            }
        }
        return false;
    }

    private boolean isKept(Node.Source source) {
        return keepers().anyMatch(keeper -> keeper.name().equals(TimeKeeperNode.nameBehind(source.name())));
    }

    private Stream<TimeKeeperNode> keepers() {
        return plan.stages().stream()
                .flatMap(stage -> stage.nodes().stream())
                .filter(TimeKeeperNode.class::isInstance)
                .map(TimeKeeperNode.class::cast);
    }
}
