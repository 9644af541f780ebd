package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.sink.SinkEffect;
import io.millrace.topology.Batched;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that a sink refuses now and takes then, through random crashes: each is written or a dead letter. */
class RandomRefusalsDriverTest {

    private static final int STEPS = 60;
    private static final int LARGEST_BATCH = 4;
    private static final Duration AFTER_ALL_PAUSES = Duration.ofSeconds(10);

    private final MemorySink sink = new MemorySink(SinkEffect.ONCE);
    private final List<String> sent = new ArrayList<>();

    private static IntStream seeds() {
        return IntStream.range(0, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachRecordIsWrittenOrADeadLetterAndExactlyOneOfThemOnce(int seed) {
        List<String> letters = deadLetters(seed, Delivery.EXACTLY_ONCE);

        List<String> all = new ArrayList<>(sink.values);
        all.addAll(letters);
        assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(sink.values).isSorted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void atLeastOnceNothingIsLostAndNothingWrittenTwice(int seed) {
        List<String> letters = deadLetters(seed, Delivery.AT_LEAST_ONCE);

        Set<String> all = new HashSet<>(sink.values);
        all.addAll(letters);
        assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(sink.values).isSorted().doesNotHaveDuplicates();
    }

    private List<String> deadLetters(int seed, Delivery delivery) {
        Random random = new Random(seed);
        TopologySettings settings = TopologySettings.defaults()
                .withDelivery(delivery)
                .withErrors(ErrorSettings.defaults().withPolicy(ErrorPhase.PRODUCTION, ErrorPolicy.deadLetter()));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology())
                .settings(settings)
                .topic("test-words-dlt", 1)
                .build()) {
            for (int step = 0; step < STEPS; step++) {
                step(random, driver);
            }
            sink.away = false;
            driver.advanceWallClockTime(AFTER_ALL_PAUSES);
            driver.advanceEpoch();
            return driver.createOutputTopic("test-words-dlt", new StringDeserializer(), new StringDeserializer())
                    .readValuesToList();
        }
    }

    private void step(Random random, TopologyTestDriver driver) {
        switch (random.nextInt(10)) {
            case 0 -> {
                driver.crash();
                driver.restart();
            }
            case 1 -> crashInACommit(random, driver);
            case 2 -> {
                sink.away = !sink.away;
                driver.advanceWallClockTime(AFTER_ALL_PAUSES);
            }
            case 3 -> {
                if (!sink.away) {
                    driver.advanceEpoch();
                }
            }
            case 4 -> sink.refused = some(random);
            default -> write(driver, 1 + random.nextInt(2 * LARGEST_BATCH));
        }
    }

    private void crashInACommit(Random random, TopologyTestDriver driver) {
        if (!sink.away) {
            write(driver, 1); // else there may be nothing to commit
            CrashPoint[] points = CrashPoint.values();
            driver.crashAt(points[random.nextInt(points.length)]);
            driver.advanceEpoch();
            driver.restart();
        }
    }

    /** Returns some of what was sent lately, or will be soon. */
    private Set<String> some(Random random) {
        Set<String> some = new HashSet<>();
        for (int number = Math.max(0, sent.size() - 20); number < sent.size() + 20; number++) {
            if (random.nextInt(4) == 0) {
                some.add(value(number));
            }
        }
        return some;
    }

    private void write(TopologyTestDriver driver, int count) {
        List<String> values = IntStream.range(sent.size(), sent.size() + count)
                .mapToObj(RandomRefusalsDriverTest::value)
                .toList();
        sent.addAll(values);
        driver.createInputTopic("words", new StringSerializer(), new StringSerializer())
                .pipeValueList(values);
    }

    private static String value(int number) {
        return "%04d".formatted(number);
    }

    private Topology topology() {
        TopologyBuilder builder = TopologyBuilder.named("words").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("words").to(sink, Batched.as("table").withSize(LARGEST_BATCH));
        return builder.build();
    }
}
