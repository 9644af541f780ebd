package io.millrace.internal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.KeyValueMapper;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which records pass a deduplication, and how long it remembers them. */
class DeduplicationTest {

    private final DrivenOperator<String> operator = operator(10);

    @Test
    void theFirstRecordOfAnIdPasses() {
        operator.process("k", "a", 100);
        operator.process("k", "a", 110);
        operator.process("k", "b", 110);

        assertThat(operator.outputs()).containsExactly("k=a@100", "k=b@110");
    }

    @Test
    void anIdMayComeAgainAfterTheTime() {
        operator.process("k", "a", 100);
        operator.process("k", "a", 111);
        operator.process("k", "a", 121);

        assertThat(operator.outputs()).containsExactly("k=a@100", "k=a@111");
    }

    @Test
    void anEarlierRecordThatComesLaterIsADuplicateToo() {
        operator.process("k", "a", 100);
        operator.process("k", "a", 90);
        operator.process("k", "a", 89);

        assertThat(operator.outputs()).containsExactly("k=a@100", "k=a@89");
    }

    @Test
    void eachRecordThatHasPassedCounts() {
        operator.process("k", "a", 100);
        operator.process("k", "a", 80);
        operator.process("k", "a", 85);
        operator.process("k", "a", 105);

        assertThat(operator.outputs()).containsExactly("k=a@100", "k=a@80");
    }

    @Test
    void idsAreTakenByKey() {
        operator.process("k", "a", 100);
        operator.process("l", "a", 100);

        assertThat(operator.outputs()).containsExactly("k=a@100", "l=a@100");
    }

    @Test
    void withoutAKeyOrAnIdAllPass() {
        operator.process(null, "a", 100);
        operator.process(null, "a", 100);
        operator.process("k", "none", 100);
        operator.process("k", "none", 100);

        assertThat(operator.outputs()).containsExactly("null=a@100", "null=a@100", "k=none@100", "k=none@100");
    }

    @Test
    void anIdIsForgottenOnceNoDuplicateIsExpected() {
        operator.process("k", "a", 100);
        operator.advanceTo(110);
        operator.fireTimers();
        assertThat(operator.entries()).isOne();

        operator.advanceTo(111);
        operator.fireTimers();

        assertThat(operator.entries()).isZero();
    }

    @Test
    void aRecordThatIsNotLateIsToldWheneverItComes() {
        operator.process("k", "a", 90);
        operator.advanceTo(100);
        operator.fireTimers();
        operator.process("k", "a", 100);

        assertThat(operator.outputs()).containsExactly("k=a@90");
    }

    @Test
    void whatIsTooLateToBeToldPassesAndIsNotRemembered() {
        operator.advanceTo(1_000);
        operator.process("k", "a", 900);
        operator.process("k", "a", 900);

        assertThat(operator.outputs()).containsExactly("k=a@900", "k=a@900");
        assertThat(operator.entries()).isZero();
    }

    @Test
    void whatPassesDoesNotDependOnWhenTimersFire() {
        for (int seed = 0; seed < 500; seed++) {
            assertThat(random(seed, true)).as("seed %d", seed).isEqualTo(random(seed, false));
        }
    }

    private static List<String> random(int seed, boolean prompt) {
        Random random = new Random(seed);
        DrivenOperator<String> operator = operator(random.nextInt(20));
        long now = 0;
        for (int index = 0; index < 100; index++) {
            now += random.nextInt(5);
            operator.advanceTo(now - random.nextInt(10));
            if (prompt) {
                operator.fireTimers();
            }
            operator.process("k", "id" + random.nextInt(3), now - random.nextInt(40));
        }
        return operator.outputs();
    }

    @SuppressWarnings("NullAway") // an id may be null, but not so that NullAway sees it in a lambda
    private static DrivenOperator<String> operator(long withinMs) {
        DeduplicationStores<String> stores =
                DeduplicationStores.of("seen", Duration.ofMillis(withinMs), Serdes.String(), Serdes.String());
        KeyValueMapper<String, String, @Nullable String> ids = (key, value) -> value.equals("none") ? null : value;
        return new DrivenOperator<>(Deduplication.supplier(ids, stores).get(), stores.definitions());
    }
}
