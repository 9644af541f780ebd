package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever befalls a topology, its state is that of the records that were written. */
class RandomDriverTest {

    private static final int STEPS = 60;
    private static final int PARTITIONS = 3;

    private final Map<String, Long> written = new HashMap<>();
    private final Set<Integer> away = new HashSet<>();

    private static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsAreExactThroughCrashesAndRebalances(int seed) {
        Random random = new Random(seed);
        Topology topology = random.nextBoolean() ? Words.counts() : Words.parallelCounts();
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(topology).partitions(PARTITIONS).build()) {
            TestInputTopic<String, String> words = Words.input(driver);
            for (int step = 0; step < STEPS; step++) {
                step(random, driver, words);
            }
            Set.copyOf(away).forEach(partition -> driver.giveBack("words", partition));

            assertThat(driver.<String, Long>store("counts").entries()).isEqualTo(written);
            assertThat(Words.counts(driver).readKeyValuesToMap().keySet()).isEqualTo(written.keySet());
        }
    }

    private void step(Random random, TopologyTestDriver driver, TestInputTopic<String, String> words) {
        switch (random.nextInt(10)) {
            case 0 -> driver.advanceEpoch();
            case 1 -> {
                driver.crash();
                restart(driver);
            }
            case 2 -> {
                write(random, words); // else there may be nothing to commit
                if (away.isEmpty()) {
                    CrashPoint[] points = CrashPoint.values();
                    driver.crashAt(points[random.nextInt(points.length)]);
                    driver.advanceEpoch();
                    restart(driver);
                }
            }
            case 3 -> move(random.nextInt(PARTITIONS), driver);
            case 4 -> driver.advanceWallClockTime(Duration.ofMinutes(random.nextInt(10)));
            default -> write(random, words);
        }
    }

    private void write(Random random, TestInputTopic<String, String> words) {
        String key = "key" + random.nextInt(8);
        words.pipeInput(key, "x");
        written.merge(key, 1L, Long::sum);
    }

    private void move(int partition, TopologyTestDriver driver) {
        if (away.remove(partition)) {
            driver.giveBack("words", partition);
        } else {
            driver.revoke("words", partition);
            away.add(partition);
        }
    }

    private void restart(TopologyTestDriver driver) {
        driver.restart();
        away.clear();
    }
}
