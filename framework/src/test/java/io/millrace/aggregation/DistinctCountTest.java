package io.millrace.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctCountTest {

    private final Aggregation<String, DistinctCount> texts = Aggregations.approximateDistinct(text -> text);
    private final Aggregation<Long, DistinctCount> longs = Aggregations.approximateDistinctLong(Long::longValue);

    @Test
    void repeatedValuesCountOnce() {
        assertThat(Aggregating.all(texts, "a", "b", "a", "b").value()).isEqualTo(2);
        assertThat(Aggregating.all(longs, 1L, 2L, 1L).value()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 255, 256})
    void fewValuesAreCountedExactly(int distinct) {
        DistinctCount count = upTo(distinct);

        assertThat(count.isExact()).isTrue();
        assertThat(count.value()).isEqualTo(distinct);
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 1_000, 10_000, 300_000})
    void manyValuesAreEstimated(int distinct) {
        DistinctCount count = upTo(distinct);

        assertThat(count.isExact()).isFalse();
        assertThat(count.value()).isCloseTo(distinct, withinPercentage(4));
    }

    @Test
    void whatIsNullIsNotCounted() {
        Aggregation<String, DistinctCount> none = Aggregations.approximateDistinct(text -> null);

        assertThat(Aggregating.all(none, "a", "b").value()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1_000})
    void anAggregateIsNotChangedByTheNext(int distinct) {
        DistinctCount before = upTo(distinct);
        byte[] bytes = Aggregating.bytes(longs.serde(), before);

        longs.add(before, -1L);

        assertThat(Aggregating.bytes(longs.serde(), before)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1_000})
    void aKnownValueChangesNothing(int distinct) {
        DistinctCount before = upTo(distinct);

        assertThat(longs.add(before, 1L)).isSameAs(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 256, 257, 10_000})
    void aStoredCountIsTheSameAndGoesOn(int distinct) {
        DistinctCount count = upTo(distinct);

        DistinctCount stored = Aggregating.stored(longs.serde(), count);

        assertThat(stored).isEqualTo(count).hasSameHashCodeAs(count);
        assertThat(longs.add(stored, -1L)).isEqualTo(longs.add(count, -1L));
    }

    @Test
    void noneIsStoredToo() {
        assertThat(Aggregating.stored(longs.serde(), DistinctCount.NONE)).isEqualTo(DistinctCount.NONE);
    }

    /** What is stored was counted with this hash. */
    @Test
    void hashesStayTheSameFromRunToRun() {
        assertThat(Sketch.hash("millrace")).isEqualTo(2770042292589507663L);
        assertThat(Sketch.hash(42)).isEqualTo(-1989014344819254538L);
    }

    @Test
    void withoutItsLibraryItSaysWhatToAdd() throws Exception {
        List<URL> others = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("hash4j")) {
                others.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(others.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> aggregations = loader.loadClass(Aggregations.class.getName());

            assertThatThrownBy(() -> aggregations
                            .getMethod("approximateDistinct", Function.class)
                            .invoke(null, (Object) null))
                    .cause()
                    .hasToString("io.millrace.errors.MissingLibraryException: approximateDistinct needs"
                            + " 'com.dynatrace.hash4j:hash4j', which is not on the class path. Add this dependency to the"
                            + " service.");
        }
    }

    private DistinctCount upTo(int distinct) {
        return Aggregating.all(
                longs, LongStream.rangeClosed(1, distinct).boxed().toArray(Long[]::new));
    }
}
