package io.millrace.internal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.ValueJoiner;
import io.millrace.state.StoreDefinition;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes out of a windowed join of two streams, and when. */
class StreamStreamJoinTest {

    private static final JoinWindows TEN =
            JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)).after(Duration.ofMillis(5));

    @Test
    void aPairIsJoinedUpToBothEndsOfTheWindow() {
        DrivenOperator<Sided> join = join(JoinKind.INNER, TEN);
        right(join, "before", 89);
        right(join, "first", 90);
        right(join, "last", 105);
        right(join, "behind", 106);

        left(join, "a", 100);

        assertThat(join.outputs()).containsExactly("k=a+first@100", "k=a+last@105");
    }

    @Test
    void whoeverComesLastMakesThePair() {
        DrivenOperator<Sided> join = join(JoinKind.INNER, TEN);
        left(join, "a", 100);
        left(join, "b", 111);

        right(join, "x", 105);

        assertThat(join.outputs()).containsExactly("k=a+x@105", "k=b+x@111");
    }

    @Test
    void recordsOfOneTimestampKeepTheirOrder() {
        DrivenOperator<Sided> join = join(JoinKind.INNER, TEN);
        List.of("b", "a", "c").forEach(value -> left(join, value, 100));

        right(join, "x", 100);

        assertThat(join.outputs()).containsExactly("k=b+x@100", "k=a+x@100", "k=c+x@100");
    }

    @Test
    void anotherKeyIsNoPartner() {
        DrivenOperator<Sided> join = join(JoinKind.INNER, TEN);
        join.process("other", new Sided(JoinSide.LEFT, "a"), 100);

        right(join, "x", 100);

        assertThat(join.outputs()).isEmpty();
    }

    @Test
    void whatHasNoPartnerLeavesALeftJoinWhenItsWindowCloses() {
        DrivenOperator<Sided> join = join(JoinKind.LEFT, TEN);
        left(join, "a", 100);
        right(join, "x", 300);
        advance(join, 105);
        assertThat(join.outputs()).as("records up to 105 may still come").isEmpty();

        advance(join, 106);

        assertThat(join.outputs()).containsExactly("k=a+null@100");
    }

    @Test
    void bothSidesLeaveAnOuterJoinAlone() {
        DrivenOperator<Sided> join = join(JoinKind.OUTER, TEN);
        left(join, "a", 100);
        right(join, "x", 120);

        advance(join, 200);

        assertThat(join.outputs()).containsExactly("k=a+null@100", "k=null+x@120");
    }

    @Test
    void graceHoldsTheWindowOpen() {
        DrivenOperator<Sided> join =
                join(JoinKind.LEFT, JoinWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(10), Duration.ofMillis(50)));
        left(join, "a", 100);
        advance(join, 160);
        right(join, "x", 110);
        advance(join, 1_000);

        assertThat(join.outputs()).containsExactly("k=a+x@110");
    }

    @Test
    void whatHadAPartnerDoesNotLeaveAlone() {
        DrivenOperator<Sided> join = join(JoinKind.OUTER, TEN);
        left(join, "a", 100);
        right(join, "x", 100);
        right(join, "y", 101);

        advance(join, 1_000);

        assertThat(join.outputs()).containsExactly("k=a+x@100", "k=a+y@101");
    }

    @Test
    void whatHasLeftAloneIsNoPartnerAnyMoreWhetherItsTimerHasFiredOrNot() {
        DrivenOperator<Sided> join = join(JoinKind.LEFT, TEN);
        left(join, "a", 100);
        join.advanceTo(106);

        right(join, "x", 105);
        join.fireTimers();

        assertThat(join.outputs()).containsExactly("k=a+null@100");
    }

    @Test
    void aLateRecordJoinsWithWhatStillWaitsAndDoesNotWait() {
        DrivenOperator<Sided> join = join(JoinKind.OUTER, TEN);
        left(join, "a", 100);
        right(join, "x", 100);
        advance(join, 114);

        right(join, "late", 99);
        left(join, "very late", 50);
        int waiting = join.entries();

        assertThat(join.outputs()).containsExactly("k=a+x@100", "k=a+late@100", "k=very late+null@50");
        assertThat(waiting).isEqualTo(2);
    }

    @Test
    void aRecordThatIsNotLateFindsAllItsPartners() {
        DrivenOperator<Sided> join = join(JoinKind.INNER, TEN);
        right(join, "x", 90);
        advance(join, 105);

        left(join, "a", 100);

        assertThat(join.outputs()).containsExactly("k=a+x@100");
    }

    @Test
    void aWindowBehindTheRecordWaitsForIt() {
        JoinWindows later =
                JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)).before(Duration.ofMillis(-5));
        DrivenOperator<Sided> join = join(JoinKind.OUTER, later);
        left(join, "a", 100);
        advance(join, 100);
        right(join, "same", 100);
        advance(join, 105);
        right(join, "x", 105);
        advance(join, 110);
        right(join, "y", 110);
        advance(join, 111);
        right(join, "z", 111);
        advance(join, 1_000);

        assertThat(join.outputs()).containsExactly("k=null+same@100", "k=a+x@105", "k=a+y@110", "k=null+z@111");
    }

    @Test
    void aRecordWithoutAKeyGoesOnAloneAtOnce() {
        DrivenOperator<Sided> join = join(JoinKind.LEFT, TEN);

        join.process(null, new Sided(JoinSide.LEFT, "a"), 100);

        assertThat(join.outputs()).containsExactly("null=a+null@100");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsKeptLongerThanItMayBeWanted(JoinKind kind) {
        DrivenOperator<Sided> join = join(kind, TEN);
        int most = 0;
        for (long time = 0; time < 1_000; time++) {
            advance(join, time);
            join.process("k" + time % 7, new Sided(time % 2 == 0 ? JoinSide.LEFT : JoinSide.RIGHT, "v"), time);
            most = Math.max(most, join.entries());
        }
        advance(join, 2_000);

        assertThat(most).isLessThanOrEqualTo(17);
        assertThat(join.entries()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void resultsDoNotDependOnWhenTimersFire(JoinKind kind) {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(random(kind, seed, true))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(random(kind, seed, false));
        }
    }

    private static List<String> random(JoinKind kind, int seed, boolean prompt) {
        Random random = new Random(seed);
        JoinWindows windows = new JoinWindows(random.nextInt(20), random.nextInt(20), random.nextInt(10));
        DrivenOperator<Sided> join = join(kind, windows);
        long now = 0;
        for (int index = 0; index < 60; index++) {
            now += random.nextInt(6);
            join.advanceTo(now - random.nextInt(10));
            if (prompt) {
                join.fireTimers();
            }
            JoinSide side = random.nextBoolean() ? JoinSide.LEFT : JoinSide.RIGHT;
            join.process("k" + random.nextInt(2), new Sided(side, "v" + index), now - random.nextInt(40));
        }
        advance(join, now + 1_000);
        List<String> outputs = new ArrayList<>(join.outputs());
        assertThat(join.entries()).isZero();
        return outputs;
    }

    private static void left(DrivenOperator<Sided> join, String value, long timestamp) {
        join.process("k", new Sided(JoinSide.LEFT, value), timestamp);
    }

    private static void right(DrivenOperator<Sided> join, String value, long timestamp) {
        join.process("k", new Sided(JoinSide.RIGHT, value), timestamp);
    }

    private static void advance(DrivenOperator<Sided> join, long watermark) {
        join.advanceTo(watermark);
        join.fireTimers();
    }

    @SuppressWarnings("unchecked") // the serde of the values
    private static DrivenOperator<Sided> join(JoinKind kind, JoinWindows windows) {
        Serde<Object> strings = (Serde<Object>) (Serde<?>) Serdes.String();
        Map<JoinSide, JoinBufferStores<Object>> stores = new EnumMap<>(JoinSide.class);
        List<StoreDefinition<?>> definitions = new ArrayList<>();
        for (JoinSide side : JoinSide.values()) {
            stores.put(
                    side,
                    JoinBufferStores.of("join-" + side, side, windows, Serdes.String(), strings, Optional.empty()));
            definitions.addAll(stores.get(side).definitions());
        }
        ValueJoiner<@Nullable String, @Nullable String, String> joiner = (left, right) -> left + "+" + right;
        return new DrivenOperator<>(
                StreamStreamJoin.<String, String>supplier(kind, joiner, stores).get(), definitions);
    }
}
