package io.millrace.simulation;

import io.millrace.testkit.internal.memory.Disturbance;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with requests. Whether something does, depends on the seed and on the request itself, and not on which others
 * came before it: where several are made at a time, their order is nobody's promise.
 *
 * <p>Confined to the simulation's thread.
 */
final class Trouble implements Disturbance {

    /** Those of the thread that commits, which no other thread waits for. */
    private static final Set<Kind> OF_COMMITTER = EnumSet.of(
            Kind.INIT_TRANSACTIONS, Kind.TRANSACTION_OFFSETS, Kind.COMMIT_TRANSACTION, Kind.ABORT_TRANSACTION);

    private static final Set<Kind> UNDISTURBED = EnumSet.of(Kind.FETCH, Kind.METADATA);
    private static final Effect[] FAILURES = {
        Effect.REFUSED, Effect.LATE_ANSWER, Effect.LOST_ANSWER, Effect.LOST_REQUEST, Effect.REFUSED, Effect.LATE_ANSWER
    };
    private static final String CHANGELOG = "-changelog";
    private static final String REPARTITION = "-repartition";
    private static final int DELAYED_OUTPUTS = 300;
    private static final int LONGEST_STANDSTILL_MILLIS = 8_000;

    private final Weather weather;
    private final long seed;
    private final SimulatedTime time;
    private final Trace trace;
    private final List<Node> nodes;
    private final Runnable othersGoOn;
    private final Map<Request, Integer> asked = new HashMap<>();

    /** {@code othersGoOn} has others take a step. */
    Trouble(Weather weather, long seed, SimulatedTime time, Trace trace, List<Node> nodes, Runnable othersGoOn) {
        this.weather = weather;
        this.seed = seed;
        this.time = time;
        this.trace = trace;
        this.nodes = nodes;
        this.othersGoOn = othersGoOn;
    }

    @Override
    public Effect on(Request request) {
        if (UNDISTURBED.contains(request.kind())) {
            return Effect.NONE;
        }
        Node node = nodeOf(request.instance());
        if (node == null) {
            return Effect.NONE;
        }
        long chance = chance(request);
        if (OF_COMMITTER.contains(request.kind())) {
            atCommit(node, chance, weather.trouble());
        } else if (request.kind() == Kind.PRODUCE && request.subject().contains(CHANGELOG)) {
            atCommit(node, chance, weather.trouble() / 2);
        } else if (request.kind() == Kind.PRODUCE && request.subject().contains(REPARTITION)) {
            betweenSendAndCheckpoint(node, chance);
        }
        return effect(request, chance);
    }

    private Effect effect(Request request, long chance) {
        int pick = thousandth(chance, 1);
        if (pick < weather.trouble()) {
            Effect effect = FAILURES[thousandth(chance, 2) % FAILURES.length];
            trace.add("%s for %s".formatted(effect, request));
            return effect;
        }
        return request.kind() == Kind.PRODUCE && thousandth(chance, 3) < DELAYED_OUTPUTS ? Effect.DELAYED : Effect.NONE;
    }

    /** In the middle of a commit others take a step, or the process stands still or ends. */
    private void atCommit(Node node, long chance, int trouble) {
        if (!node.isUp()) {
            return; // it is being closed
        }
        String process = node.process();
        if (thousandth(chance, 4) < weather.bustle()) {
            for (int steps = thousandth(chance, 5) % 10; steps >= 0; steps--) {
                othersGoOn.run();
            }
        }
        int pick = thousandth(chance, 6);
        if (pick < trouble / 2) {
            node.crash();
        } else if (pick < trouble) {
            node.standStill(1_000L * (thousandth(chance, 7) * LONGEST_STANDSTILL_MILLIS / 1_000));
            while (node.process().equals(process) && node.isUp() && !node.isAwake()) {
                time.advance(LONGEST_STANDSTILL_MILLIS);
                othersGoOn.run();
            }
        }
        if (!node.isUp() || !node.process().equals(process)) {
            throw new ProcessEnded();
        }
    }

    /** What was sent to the next stage is on its way or there, and nothing of it is committed. */
    private void betweenSendAndCheckpoint(Node node, long chance) {
        if (node.isUp() && thousandth(chance, 6) < weather.trouble() / 4) {
            node.crash();
            throw new ProcessEnded();
        }
    }

    private @Nullable Node nodeOf(String process) {
        for (Node node : nodes) {
            if (node.process().equals(process)) {
                return node;
            }
        }
        return null;
    }

    private long chance(Request request) {
        int times = asked.merge(request, 1, Integer::sum);
        long content =
                request.kind().name().hashCode() * 31L + request.instance().hashCode();
        return Mixed.of(seed ^ Mixed.of(content * 31 + request.subject().hashCode()) ^ Mixed.of(times));
    }

    private static int thousandth(long chance, int salt) {
        return (int) Math.floorMod(Mixed.of(chance + salt), 1_000L);
    }
}
