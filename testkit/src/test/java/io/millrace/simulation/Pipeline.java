package io.millrace.simulation;

import io.millrace.simulation.SimulatedTopology.Origin;
import java.util.List;
import java.util.Random;

/**
 * A topology and the topics that it reads. Immutable.
 *
 * @param inputs the topics that are written from outside
 * @param partitions of all topics
 */
record Pipeline(SimulatedTopology topology, List<String> inputs, int partitions) {

    private static final int MOST_PARTITIONS = 4;
    private static final List<List<String>> INPUTS = List.of(
            List.of("a"), List.of("a"), List.of("a", "b"), List.of("a", Inputs.REPEATING), List.of(Inputs.REPEATING));

    Pipeline {
        inputs = List.copyOf(inputs);
    }

    static Pipeline of(Random random, Elsewhere elsewhere) {
        int partitions = 1 + random.nextInt(MOST_PARTITIONS);
        List<String> inputs = INPUTS.get(random.nextInt(INPUTS.size()));
        List<Origin> origins = inputs.stream().map(Origin::ofInput).toList();
        return new Pipeline(RandomTopology.of(random, elsewhere, "sim", origins), inputs, partitions);
    }
}
