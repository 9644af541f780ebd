package io.millrace.comparison;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windowed aggregations give what they give in Kafka Streams. */
class WindowComparisonTest {

    private static final int CASES = Integer.getInteger("millrace.comparison.cases", 300);
    private static final int FIRST = Integer.getInteger("millrace.comparison.first", 0);
    private static final int RECORDS = 60;

    @ParameterizedTest
    @EnumSource
    void eachUpdateIsTheSame(WindowCase.Kind kind) {
        compare(kind, false);
    }

    @ParameterizedTest
    @EnumSource
    void finalResultsAreTheSame(WindowCase.Kind kind) {
        compare(kind, true);
    }

    private static void compare(WindowCase.Kind kind, boolean atClose) {
        for (int seed = FIRST; seed < FIRST + CASES; seed++) {
            Random random = new Random(seed);
            WindowCase windows = WindowCase.random(kind, atClose, random);
            List<Given> given = windows.inputs(random)
                    .add(1 + random.nextInt(RECORDS), "in")
                    .end("in");
            new Comparison(
                            WindowTopologies.of(windows),
                            TheirWindowTopologies.of(windows),
                            windows.outputs(),
                            kind == WindowCase.Kind.SESSION ? WindowComparisonTest::withoutPassing : told -> told,
                            kind == WindowCase.Kind.SESSION
                                    ? WindowComparisonTest::withoutPassing
                                    : WindowComparisonTest::withoutRepeated)
                    .check("Seed %d, %s".formatted(seed, windows), given);
        }
    }

    /** Leaves out nulls that a value follows: Kafka Streams tells one of each session that goes on with the same window. */
    private static List<Told> withoutPassing(List<Told> told) {
        return IntStream.range(0, told.size())
                .filter(index ->
                        index == told.size() - 1 || !told.get(index).value().equals("null"))
                .mapToObj(told::get)
                .toList();
    }

    /** Leaves out results that are told again: Kafka Streams makes a sliding window twice that is right of one record and left of another. */
    private static List<Told> withoutRepeated(List<Told> told) {
        return IntStream.range(0, told.size())
                .filter(index -> index == 0 || !told.get(index).equals(told.get(index - 1)))
                .mapToObj(told::get)
                .toList();
    }
}
