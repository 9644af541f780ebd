package io.millrace.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.query.Question.What;
import io.millrace.internal.state.Lookup;
import io.millrace.internal.state.StoredEntries;
import io.millrace.query.Unavailable.Reason;
import io.millrace.state.Stores;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class QuestionBoxTest {

    private final AtomicInteger woken = new AtomicInteger();
    private final QuestionBox box = new QuestionBox(2, woken::incrementAndGet, null);

    @Test
    void aQuestionWakesTheWorker() {
        assertThat(box.offer(question())).isTrue();

        assertThat(woken).hasValue(1);
    }

    @Test
    void noMoreWaitThanMay() {
        box.offer(question());
        box.offer(question());

        assertThat(box.offer(question())).isFalse();
    }

    @Test
    void whatWaitsAtTheEndIsRefused() {
        Question waiting = question();
        box.offer(waiting);

        box.end(QueryDesk.notRunning("cards"));

        assertThat(reason(waiting)).isEqualTo(Reason.NOT_RUNNING);
    }

    @Test
    void whatComesBehindTheEndIsRefused() {
        box.end(QueryDesk.notRunning("cards"));
        Question late = question();

        box.offer(late);

        assertThat(reason(late)).isEqualTo(Reason.NOT_RUNNING);
    }

    private static Question question() {
        return new Question(
                new What(
                        Stores.value("counts", Serdes.Long()),
                        new Lookup.OfKey("a"),
                        false,
                        new StoredEntries.Limits(10, 10)),
                List.of());
    }

    private static Reason reason(Question question) {
        assertThat(question.reply()).isCompleted();
        return Objects.requireNonNull(question.reply().join().refusal()).reason();
    }
}
