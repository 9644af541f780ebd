package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentLettersTest {

    @Test
    void whereNothingWasSentAllAreToBe() {
        SentLetters sent = SentLetters.of(null, 5);

        assertThat(sent.floor()).isEqualTo(5);
        assertThat(sent.contains(4)).isTrue();
        assertThat(sent.contains(5)).isFalse();
    }

    @Test
    void oneAfterTheOtherNeedsNoMetadata() {
        SentLetters sent = SentLetters.of(null, 0);
        sent.add(0, 1);
        sent.add(1, 2);

        assertThat(sent.committed()).contains(new OffsetAndMetadata(2));
    }

    @Test
    void whatWasLeftBeforeOthersIsNotTakenForSent() {
        SentLetters sent = SentLetters.of(null, 0);
        sent.add(0, 3);
        sent.add(5, 1_000);
        sent.add(2_000_000_000_000L, 2_000_000_000_001L);

        SentLetters read = SentLetters.of(sent.committed().orElseThrow(), 0);

        assertThat(read.floor()).isEqualTo(3);
        assertThat(read.contains(4)).isFalse();
        assertThat(read.contains(5)).isTrue();
        assertThat(read.contains(999)).isTrue();
        assertThat(read.contains(1_000)).isFalse();
        assertThat(read.contains(2_000_000_000_000L)).isTrue();
        assertThat(read.contains(2_000_000_000_001L)).isFalse();
    }

    @Test
    void whatTheTopicHasForgottenIsNotLookedFor() {
        SentLetters sent = SentLetters.of(null, 0);
        sent.add(10, 20);

        SentLetters read = SentLetters.of(sent.committed().orElseThrow(), 15);

        assertThat(read.floor()).isEqualTo(20);
    }

    @Test
    void metadataThatIsNotOursSaysNothing() {
        assertThat(SentLetters.of(new OffsetAndMetadata(7, "by hand"), 0).floor())
                .isEqualTo(7);
    }

    @Test
    void moreThanKafkaNotesIsRefused() {
        SentLetters sent = SentLetters.of(null, 0);
        for (long offset = 1; offset < 10_000; offset += 2) {
            sent.add(offset, offset + 1);
        }

        assertThat(sent.committed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isWhatASetOfOffsetsWouldBe(long seed) {
        Random random = new Random(seed);
        BitSet expected = new BitSet();
        SentLetters sent = SentLetters.of(null, 0);
        for (int round = 0; round < 200; round++) {
            int begin = random.nextInt(1_000);
            int end = begin + 1 + random.nextInt(5);
            expected.set(begin, end);
            sent.add(begin, end);
            sent = SentLetters.of(sent.committed().orElseThrow(), 0);
        }

        for (int offset = 0; offset < 1_010; offset++) {
            assertThat(sent.contains(offset)).as("offset %d", offset).isEqualTo(expected.get(offset));
        }
        assertThat(sent.floor()).isEqualTo(expected.nextClearBit(0));
    }
}
