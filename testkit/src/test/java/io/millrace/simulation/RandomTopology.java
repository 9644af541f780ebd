package io.millrace.simulation;

import io.millrace.simulation.SimulatedTopology.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes up a topology: one or two inputs, some steps with or without state in stages of their own or not, none to three shuffles
 * one behind the other or side by side, perhaps a merge, perhaps two ways to go on in parallel, and an output at the end of each.
 * Confined to the simulation's thread.
 */
final class RandomTopology {

    private static final int[] SHUFFLES = {0, 0, 0, 1, 1, 1, 2, 2, 3};

    private static final int MOST_WORKERS = 3;

    private final Random random;
    private final Steps steps;
    private final boolean batches;
    private int shuffles;

    private RandomTopology(Random random, Elsewhere elsewhere, String name) {
        this.random = random;
        this.batches = random.nextInt(5) == 0;
        this.steps =
                new Steps(random, elsewhere, name, batches ? 1 : MOST_WORKERS); // a worker has to have a whole batch
        this.shuffles = SHUFFLES[random.nextInt(SHUFFLES.length)];
    }

    static SimulatedTopology of(Random random, Elsewhere elsewhere, String name, List<Origin> origins) {
        return new RandomTopology(random, elsewhere, name).build(origins);
    }

    private SimulatedTopology build(List<Origin> origins) {
        List<Flow> flows = new ArrayList<>();
        for (Origin origin : origins) {
            Flow flow = steps.some(steps.origin(origin), random.nextInt(2));
            flows.add(random.nextInt(4) == 0 ? shuffled(flow) : flow);
        }
        if (flows.size() > 1 && random.nextInt(4) > 0) {
            flows = List.of(steps.merge(flows.get(0), flows.get(1)));
        }
        for (Flow flow : flows) {
            goOn(steps.some(shuffled(flow), 1));
        }
        return steps.build(origins);
    }

    private void goOn(Flow flow) {
        if (random.nextInt(3) > 0) {
            end(steps.some(shuffled(flow), random.nextInt(2)));
            return;
        }
        Flow some = shuffled(steps.fork(flow, 1));
        Flow other = steps.some(shuffled(steps.fork(flow, 2)), 1);
        if (random.nextBoolean()) {
            end(steps.some(shuffled(steps.merge(some, other)), random.nextInt(2)));
        } else {
            end(some);
            end(other);
        }
    }

    /** Shuffles if there is to be another one. */
    private Flow shuffled(Flow flow) {
        if (shuffles == 0 || random.nextInt(3) == 0) {
            return flow;
        }
        shuffles--;
        return random.nextInt(5) == 0 ? repartitioned(flow) : steps.shuffle(flow);
    }

    private Flow repartitioned(Flow flow) {
        Flow moved = steps.repartition(random.nextBoolean() ? steps.newKeys(flow) : flow);
        return random.nextBoolean() ? steps.aggregate(moved) : moved;
    }

    private void end(Flow flow) {
        Flow last =
                switch (random.nextInt(6)) {
                    case 0 -> steps.aggregate(flow);
                    case 1 -> steps.watch(flow);
                    case 2 -> steps.newKeys(flow);
                    case 3 -> steps.aggregate(steps.repartitionAnew(flow));
                    default -> flow;
                };
        if (!batches || random.nextBoolean()) {
            steps.end(last);
        }
        if (batches) {
            steps.endInTable(last);
        }
    }
}
