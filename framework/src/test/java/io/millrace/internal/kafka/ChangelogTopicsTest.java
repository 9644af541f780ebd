package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StateTooLargeException;
import io.millrace.support.ManualTime;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ChangelogTopicsTest {

    private static final byte[] KEY = {1};
    private static final int OVERHEAD = 128;

    private final ChangelogTopics topics = new ChangelogTopics(
            "cards", List.of(new ChangelogTopic("profiles", "app-cards-profiles-changelog", 1_000)), new ManualTime());

    @Test
    void aChangeKeepsItsTime() {
        assertThat(change(ManualTime.START_MILLIS - 5_000).timestamp()).isEqualTo(ManualTime.START_MILLIS - 5_000);
    }

    @Test
    void aChangeFromTheFutureIsStampedNowForBrokersRefuseIt() {
        assertThat(change(Long.MAX_VALUE).timestamp()).isEqualTo(ManualTime.START_MILLIS);
    }

    @Test
    void aChangeFromBeforeTheEpochIsStampedZero() {
        assertThat(change(-1).timestamp()).isZero();
    }

    @Test
    void theLargestEntryIsTaken() {
        assertThat(topics.change("profiles", 3, KEY, new byte[1_000 - OVERHEAD - 1], 0)
                        .partition())
                .isEqualTo(3);
    }

    @Test
    void aLargerEntryIsRefused() {
        assertThatThrownBy(() -> topics.change("profiles", 3, KEY, new byte[1_000 - OVERHEAD], 0))
                .isInstanceOf(StateTooLargeException.class);
    }

    @Test
    void aLargeKeyIsRefusedEvenWhereItIsRemoved() {
        assertThatThrownBy(() -> topics.change("profiles", 3, new byte[1_000], null, 0))
                .isInstanceOf(StateTooLargeException.class);
    }

    private ProducerRecord<byte[], byte[]> change(long timestamp) {
        return topics.change("profiles", 3, KEY, KEY, timestamp);
    }
}
