package io.millrace.testkit.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedKafkaTest {
    private final List<String> events = new ArrayList<>();
    private final SharedKafka shared = new SharedKafka(this::start);

    @Test
    void itStartsWhenSomebodyAsksWhereItIs() {
        SharedKafka.Hold hold = shared.hold();
        assertThat(events).isEmpty();

        assertThat(hold.bootstrapServers()).isEqualTo("kafka-1:9092");

        assertThat(events).containsExactly("start 1");
    }

    @Test
    void allHoldersHaveTheSame() {
        SharedKafka.Hold session = shared.hold();
        SharedKafka.Hold context = shared.hold();

        assertThat(context.bootstrapServers()).isEqualTo(session.bootstrapServers());
        assertThat(events).containsExactly("start 1");
    }

    @Test
    void theLastToLetGoStopsIt() {
        SharedKafka.Hold session = shared.hold();
        SharedKafka.Hold context = shared.hold();
        context.bootstrapServers();

        session.close();
        assertThat(events).containsExactly("start 1");

        context.close();
        assertThat(events).containsExactly("start 1", "stop 1");
    }

    @Test
    void lettingGoTwiceCountsOnce() {
        SharedKafka.Hold session = shared.hold();
        SharedKafka.Hold context = shared.hold();
        context.bootstrapServers();

        session.close();
        session.close();

        assertThat(events).containsExactly("start 1");
    }

    @Test
    void whatNobodyAskedForIsNotStopped() {
        shared.hold().close();

        assertThat(events).isEmpty();
    }

    @Test
    void itCanBeHadAgainAfterItsEnd() {
        try (SharedKafka.Hold first = shared.hold()) {
            first.bootstrapServers();
        }

        assertThat(shared.hold().bootstrapServers()).isEqualTo("kafka-2:9092");
    }

    @Test
    void aClosedHoldStartsNothing() {
        SharedKafka.Hold hold = shared.hold();
        hold.close();

        assertThatThrownBy(hold::bootstrapServers).isInstanceOf(IllegalStateException.class);
        assertThat(events).isEmpty();
    }

    private RunningKafka start() {
        long number = events.stream().filter(event -> event.startsWith("start")).count() + 1;
        events.add("start " + number);
        return new RunningKafka() {
            @Override
            public String bootstrapServers() {
                return "kafka-" + number + ":9092";
            }

            @Override
            public void close() {
                events.add("stop " + number);
            }
        };
    }
}
