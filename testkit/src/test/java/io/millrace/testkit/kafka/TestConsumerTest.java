package io.millrace.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.processor.KeyValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestConsumerTest {
    private static final String TOPIC = "alerts";
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));

    private final MockConsumer<String, String> kafka = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    @BeforeEach
    void beginEmpty() {
        PARTITIONS.forEach(partition -> ends.put(partition, 0L));
        kafka.updateBeginningOffsets(ends);
        kafka.updateEndOffsets(ends);
    }

    @Test
    void aCountOfRecordsIsReturnedAndTheRestKept() {
        TestConsumer<String, String> alerts = consumer();
        comes(0, "a", "1");
        comes(0, "a", "2");
        comes(0, "a", "3");

        assertThat(alerts.read(2).keyValues()).containsExactly(KeyValue.pair("a", "1"), KeyValue.pair("a", "2"));
        assertThat(alerts.read().value()).isEqualTo("3");
    }

    @Test
    void tooFewRecordsFailTheTestWithThoseThatCame() {
        TestConsumer<String, String> alerts = consumer();
        comes(1, "card-1", "blocked");

        assertThatThrownBy(() -> alerts.read(2))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        Expected 2 records of topic 'alerts' within 50 ms; 1 came:
                          partition 1, offset 0: card-1 = blocked""");
    }

    @Test
    void aConditionEndsWithTheRecordThatMeetsIt() {
        TestConsumer<String, String> alerts = consumer();
        comes(0, "a", "1");
        comes(0, "b", "2");
        comes(0, "c", "3");

        assertThat(alerts.readUntil(alert -> alert.key().equals("b")).values()).containsExactly("1", "2");
        assertThat(alerts.readAll().values()).containsExactly("3");
    }

    @Test
    void aConditionThatNothingMeetsShowsWhatDidNot() {
        TestConsumer<String, String> alerts = consumer();
        comes(0, "a", "1");

        assertThatThrownBy(() -> alerts.readUntil(alert -> alert.key().equals("b")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("that meets the condition within 50 ms; 1 came:\n  partition 0, offset 0: a = 1");
    }

    @Test
    void allThatThereIsIsReadWithoutWaitingForMore() {
        TestConsumer<String, String> alerts = consumer();
        assertThat(alerts.readAll()).isEmpty();

        comes(0, "a", "1");
        comes(1, "b", "2");

        assertThat(alerts.readAll().newestByKey()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(alerts.readAll()).isEmpty();
    }

    @Test
    void recordsFromBeforeAreNotSeenButMentioned() {
        comes(0, "a", "1");
        TestConsumer<String, String> alerts = consumer();

        assertThatThrownBy(alerts::read)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("none came. Read up to alerts-0 offset 1, alerts-1 offset 0")
                .hasMessageContaining("make it before sending, or call seekToBeginning()");
    }

    @Test
    void recordsFromBeforeAreReadOnRequest() {
        TestConsumer<String, String> alerts = consumer();
        alerts.seekToBeginning();
        comes(0, "a", "1");

        assertThat(alerts.read().value()).isEqualTo("1");
    }

    @Test
    void whatIsThereCanBeForgotten() {
        TestConsumer<String, String> alerts = consumer();
        comes(0, "a", "1");
        alerts.read();
        ends.put(PARTITIONS.get(0), 5L);
        kafka.updateEndOffsets(ends);

        alerts.seekToEnd();

        assertThat(alerts.readAll()).isEmpty();
        comes(0, "a", "6");
        assertThat(alerts.read().offset()).isEqualTo(5);
    }

    @Test
    void aLongListIsCutInTheMessage() {
        TestConsumer<String, String> alerts = consumer();
        Stream.iterate(0, number -> number + 1).limit(30).forEach(number -> comes(0, "k", "v" + number));

        assertThatThrownBy(() -> alerts.read(31))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("30 came:")
                .hasMessageContaining("offset 19: k = v19\n  and 10 more");
    }

    @Test
    void theNewestValueOfAKeyMayBeItsRemoval() {
        TestConsumer<String, String> alerts = consumer();
        comes(0, "a", "1");
        comes(0, "b", "2");
        ConsumerRecord<String, String> removal = new ConsumerRecord<>(TOPIC, 0, 2, "a", null);
        ends.put(PARTITIONS.get(0), 3L);
        kafka.updateEndOffsets(ends);
        kafka.addRecord(removal);

        assertThat(alerts.readAll().newestByKey()).isEqualTo(Map.of("b", "2"));
    }

    private TestConsumer<String, String> consumer() {
        return new TestConsumer<>(TOPIC, kafka, PARTITIONS, Duration.ofMillis(50));
    }

    private void comes(int partition, String key, String value) {
        TopicPartition where = PARTITIONS.get(partition);
        long offset = ends.merge(where, 1L, Long::sum) - 1;
        kafka.updateEndOffsets(ends);
        if (kafka.assignment().contains(where)) {
            kafka.addRecord(new ConsumerRecord<>(TOPIC, partition, offset, key, value));
        }
    }
}
