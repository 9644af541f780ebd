package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.DeadLetterHeaders;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    @Test
    void eachObstacleIsNamed() {
        assertThat(letter(headers -> headers.add(DeadLetterHeaders.WITHOUT_RECORD, DeadLetterHeaders.value("a timer")))
                        .obstacle(partition -> true))
                .contains(ReplayObstacle.WITHOUT_RECORD);
        assertThat(letter(headers -> {}).obstacle(partition -> true)).contains(ReplayObstacle.WITHOUT_ORIGIN);
        assertThat(letter(headers -> original(headers).add(DeadLetterHeaders.TRUNCATED, new byte[0]))
                        .obstacle(partition -> true))
                .contains(ReplayObstacle.TRUNCATED);
        assertThat(letter(DeadLetterTest::original).obstacle(partition -> false))
                .contains(ReplayObstacle.NOT_READ);
        assertThat(letter(DeadLetterTest::original).obstacle(partition -> true)).isEmpty();
    }

    @Test
    void aRecordThatWasALetterOfATimerIsARecord() {
        DeadLetter letter = letter(headers -> {
            headers.add(DeadLetterHeaders.WITHOUT_RECORD, DeadLetterHeaders.value("a timer"));
            original(headers);
        });

        assertThat(letter.obstacle(partition -> true)).isEmpty();
    }

    @Test
    void topologyAndGroupHaveToBeTheSameAsFarAsTheyAreNamed() {
        assertThat(letter(headers -> {}).isOf("cards", "app-cards")).isTrue();
        assertThat(letter(headers -> by(headers, "cards", "app-cards")).isOf("cards", "app-cards"))
                .isTrue();
        assertThat(letter(headers -> by(headers, "cards", "other-cards")).isOf("cards", "app-cards"))
                .isFalse();
        assertThat(letter(headers -> by(headers, "refunds", "app-cards")).isOf("cards", "app-cards"))
                .isFalse();
    }

    private static void by(Headers headers, String topology, String group) {
        headers.add(DeadLetterHeaders.TOPOLOGY, DeadLetterHeaders.value(topology))
                .add(DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP, DeadLetterHeaders.value(group));
    }

    private static Headers original(Headers headers) {
        return headers.add(DeadLetterHeaders.ORIGINAL_TOPIC, DeadLetterHeaders.value("payments"))
                .add(DeadLetterHeaders.ORIGINAL_PARTITION, DeadLetterHeaders.value(1));
    }

    private static DeadLetter letter(Consumer<Headers> headers) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("letters", 0, 7, null, null);
        headers.accept(record.headers());
        return new DeadLetter(record);
    }
}
