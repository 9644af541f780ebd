package io.millrace.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmark.workload.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger(3);

    @BeforeEach
    void sendAll() {
        ledger.sent(0, 100);
        ledger.sent(1, 101);
        ledger.sent(2, 102);
    }

    @Test
    void oneRightAnswerForEachEventIsExact() {
        assertThat(ledger.answered(Answer.right(2, 102))).isTrue();
        assertThat(ledger.answered(Answer.right(0, 100))).isTrue();
        assertThat(ledger.isComplete()).isFalse();
        assertThat(ledger.answered(Answer.right(1, 101))).isTrue();

        assertThat(ledger.isComplete()).isTrue();
        assertThatCode(ledger::requireExact).doesNotThrowAnyException();
    }

    @Test
    void aMissingAnswerIsNamed() {
        ledger.answered(Answer.right(0, 100));

        assertThatThrownBy(ledger::requireExact)
                .isInstanceOf(RunFailedException.class)
                .hasMessage("Of 3 events: 2 missing (event 1, event 2).");
    }

    @Test
    void aDoubledAnswerIsNamedAndNotCountedAgain() {
        answerAll();

        assertThat(ledger.answered(Answer.right(1, 101))).isFalse();
        assertThat(ledger.answeredCount()).isEqualTo(3);
        assertThatThrownBy(ledger::requireExact).hasMessage("Of 3 events: 1 doubled (event 1).");
    }

    @Test
    void anAnswerWithWrongContentIsWrong() {
        ledger.answered(Answer.right(0, 100));
        ledger.answered(Answer.right(1, 101));

        assertThat(ledger.answered(Answer.wrong(2, 102, "count 3 instead of 4")))
                .isFalse();
        assertThatThrownBy(ledger::requireExact).hasMessage("Of 3 events: 1 wrong (event 2 has count 3 instead of 4).");
    }

    @Test
    void anAnswerWithAnotherTimeIsWrong() {
        ledger.answered(Answer.right(0, 100));
        ledger.answered(Answer.right(1, 101));

        assertThat(ledger.answered(Answer.right(2, 7))).isFalse();
        assertThatThrownBy(ledger::requireExact)
                .hasMessage("Of 3 events: 1 wrong (event 2 has event_time 7 instead of 102).");
    }

    @Test
    void anAnswerToNoEventIsWrong() {
        answerAll();

        assertThat(ledger.answered(Answer.right(3, 103))).isFalse();
        assertThat(ledger.answered(Answer.right(-1, 99))).isFalse();
        assertThatThrownBy(ledger::requireExact)
                .hasMessage("Of 3 events: 2 wrong (event 3 does not exist, event -1 does not exist).");
    }

    @Test
    void anUnreadableResultIsWrong() {
        answerAll();

        ledger.unreadable("no JSON");

        assertThatThrownBy(ledger::requireExact).hasMessage("Of 3 events: 1 wrong (unreadable: no JSON).");
    }

    @Test
    void onlyTheFirstCasesAreNamed() {
        assertThatThrownBy(new Ledger(1_000)::requireExact)
                .hasMessage("Of 1000 events: 1000 missing (event 0, event 1, event 2, event 3, event 4, ...).");
    }

    private void answerAll() {
        for (int eventId = 0; eventId < 3; eventId++) {
            ledger.answered(Answer.right(eventId, 100 + eventId));
        }
    }
}
