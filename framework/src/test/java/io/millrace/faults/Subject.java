package io.millrace.faults;

import java.util.function.Function;

/**
 * A service that faults are tested with. Immutable.
 *
 * @param main its main class, which takes {@link ServiceOptions}
 * @param partitions how many partitions its instances share among them
 */
record Subject(Class<?> main, String topology, int partitions, Function<Scene, Oracle> oracle) {

    static final Subject COPY = new Subject(
            CopyService.class,
            CopyService.TOPOLOGY,
            Scene.PARTITIONS,
            scene -> new CopyOracle(scene, CopyService.TOPOLOGY));

    static final Subject TROUBLED = new Subject(
            TroubledService.class,
            TroubledService.TOPOLOGY,
            Scene.PARTITIONS,
            scene -> new CopyOracle(scene, TroubledService.TOPOLOGY));

    static final Subject ERRING = new Subject(
            ErringService.class,
            ErringService.TOPOLOGY,
            Scene.PARTITIONS,
            scene -> new CopyOracle(scene, ErringService.TOPOLOGY));

    static final Subject KEYED =
            new Subject(KeyedService.class, KeyedService.TOPOLOGY, Scene.PARTITIONS, KeyedOracle::new);

    /** With as many partitions in the topics of both shuffles. */
    static final Subject SHUFFLED =
            new Subject(ShuffleService.class, ShuffleService.TOPOLOGY, 3 * Scene.PARTITIONS, ShuffleOracle::new);

    /** The same service where it shuffles in memory: one of its instances has all partitions of the input. */
    static final Subject SHUFFLED_IN_MEMORY =
            new Subject(ShuffleService.class, ShuffleService.TOPOLOGY, Scene.PARTITIONS, ShuffleOracle::new);
}
