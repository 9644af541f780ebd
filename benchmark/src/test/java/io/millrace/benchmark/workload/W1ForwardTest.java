package io.millrace.benchmark.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class W1ForwardTest {
    private final Workload workload = new W1Forward();

    @Test
    void anEventIsJsonWithIdTimeAndPayload() {
        assertThat(new String(workload.event(7, 1_700_000_000_000_000L).value(), UTF_8))
                .isEqualTo("{\"event_id\":7,\"event_time\":1700000000000000,\"payload\":\"%s\"}"
                        .formatted("x".repeat(128)));
    }

    @Test
    void theEventItselfIsTheRightAnswer() {
        assertThat(workload.newAnswerReader(100).read(workload.event(7, 42).value()))
                .isEqualTo(Answer.right(7, 42));
    }

    @Test
    void anotherPayloadIsWrong() {
        byte[] value = "{\"payload\":\"y\",\"event_time\":42,\"event_id\":7}".getBytes(UTF_8);

        assertThat(workload.newAnswerReader(100).read(value))
                .isEqualTo(Answer.wrong(7, 42, "another payload than was sent"));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> workload.newAnswerReader(100).read("nonsense".getBytes(UTF_8)))
                .isInstanceOf(JacksonException.class);
    }
}
