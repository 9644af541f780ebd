package io.millrace.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The least, the greatest and the several greatest values. */
class ExtremesTest {

    private static final Comparator<String> BY_LENGTH = Comparator.comparing(String::length);

    private final Serde<String> serde = Serdes.String();

    @Test
    void minKeepsTheLeast() {
        assertThat(Aggregating.all(Aggregations.min(BY_LENGTH, serde), "bb", "a", "ccc"))
                .isEqualTo("a");
    }

    @Test
    void maxKeepsTheGreatest() {
        assertThat(Aggregating.all(Aggregations.max(BY_LENGTH, serde), "bb", "ccc", "a"))
                .isEqualTo("ccc");
    }

    @Test
    void ofEqualValuesTheEarliestIsKept() {
        assertThat(Aggregating.all(Aggregations.min(BY_LENGTH, serde), "a", "b"))
                .isEqualTo("a");
        assertThat(Aggregating.all(Aggregations.max(BY_LENGTH, serde), "a", "b"))
                .isEqualTo("a");
        assertThat(topOf(1, "a", "b").values()).containsExactly("a");
    }

    @Test
    void notANumberIsGreatestInTheNaturalOrder() {
        assertThat(Aggregating.all(
                        Aggregations.max(Comparator.<Double>naturalOrder(), Serdes.Double()), 1.0, Double.NaN, 2.0))
                .isNaN();
        assertThat(Aggregating.all(
                        Aggregations.min(Comparator.<Double>naturalOrder(), Serdes.Double()), Double.NaN, 1.0, 2.0))
                .isEqualTo(1.0);
    }

    @Test
    void minAndMaxAreStoredWithTheGivenSerde() {
        assertThat(Aggregations.min(BY_LENGTH, serde).serde()).isSameAs(serde);
        assertThat(Aggregations.max(BY_LENGTH, serde).serde()).isSameAs(serde);
    }

    @Test
    void topNKeepsTheGreatestInTheirOrder() {
        assertThat(topOf(3, "a", "dddd", "bb", "ccc").values()).containsExactly("dddd", "ccc", "bb");
    }

    @Test
    void topNHoldsFewerWhereThereAreFewer() {
        assertThat(topOf(3, "a", "bb").values()).containsExactly("bb", "a");
    }

    @Test
    void equalValuesKeepTheOrderInWhichTheyCame() {
        assertThat(topOf(3, "b1", "a", "b2", "b3").values()).containsExactly("b1", "b2", "b3");
    }

    @Test
    void whatDoesNotRankChangesNothing() {
        TopN<String> two = topOf(2, "aa", "bb");

        assertThat(Aggregations.topN(2, BY_LENGTH, serde).add(two, "c")).isSameAs(two);
    }

    @Test
    void anAggregateIsNotChangedByTheNext() {
        TopN<String> before = topOf(2, "a", "bb");
        Aggregations.topN(2, BY_LENGTH, serde).add(before, "ccc");

        assertThat(before.values()).containsExactly("bb", "a");
    }

    @Test
    void aStoredListIsCutToASmallerSize() {
        TopN<String> three = topOf(3, "a", "bb", "ccc");

        assertThat(Aggregations.topN(2, BY_LENGTH, serde).add(three, "").values())
                .containsExactly("ccc", "bb");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void topNKeepsAtLeastOne(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Aggregations.topN(size, BY_LENGTH, serde))
                .withMessage("The greatest " + size + " values are to be kept: give at least 1");
    }

    @Test
    void aStoredTopNIsTheSame() {
        Serde<TopN<String>> lists = Aggregations.topN(3, BY_LENGTH, serde).serde();

        for (TopN<String> list : List.of(topOf(3, ""), topOf(3, "ä", "", "ccc"))) {
            assertThat(Aggregating.stored(lists, list)).isEqualTo(list);
        }
    }

    private TopN<String> topOf(int size, String... values) {
        return Aggregating.all(Aggregations.topN(size, BY_LENGTH, serde), values);
    }
}
