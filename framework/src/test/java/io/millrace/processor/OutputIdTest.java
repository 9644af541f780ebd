package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class OutputIdTest {

    private static final UUID TOPIC = new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L);

    private final OutputId.Channel channel = new OutputId.Channel(0x11121314, TOPIC, 7, (short) 1_023);
    private final OutputId id = new OutputId(channel, 0x2122232425262728L, 3);

    @Test
    void theLayoutIsThatOfVersionOne() {
        assertThat(HexFormat.of().formatHex(id.bytes()))
                .isEqualTo("01" + "11121314" + "0102030405060708090a0b0c0d0e0f10" + "00000007" + "03ff"
                        + "2122232425262728" + "00000003");
    }

    @Test
    void whatWasWrittenIsRead() {
        OutputId withoutGroup = new OutputId(
                new OutputId.Channel(-1, TOPIC, 0, OutputId.Channel.NO_KEY_GROUP), Long.MAX_VALUE, Integer.MAX_VALUE);

        assertThat(OutputId.of(id.bytes())).contains(id);
        assertThat(OutputId.of(withoutGroup.bytes())).contains(withoutGroup);
    }

    @Test
    void theHeaderHoldsIt() {
        RecordHeaders headers = new RecordHeaders();
        assertThat(OutputId.of(headers)).isEmpty();

        headers.add("trace", new byte[] {1}).add("millrace-origin", id.bytes());

        assertThat(OutputId.of(headers)).contains(id);
    }

    @Test
    void bytesOfAnotherVersionAreNoId() {
        byte[] next = id.bytes();
        next[0] = 2;

        assertThat(OutputId.of(next)).isEmpty();
    }

    @Test
    void bytesOfAnotherLengthAreNoId() {
        assertThat(OutputId.of(new byte[0])).isEmpty();
        assertThat(OutputId.of(Arrays.copyOf(id.bytes(), 38))).isEmpty();
        assertThat(OutputId.of(Arrays.copyOf(id.bytes(), 40))).isEmpty();
        assertThat(OutputId.of((byte[]) null)).isEmpty();
    }

    @Test
    void offsetsComeBeforeOrdinals() {
        OutputId later = new OutputId(channel, id.offset() + 1, 0);

        assertThat(later.isBehind(id)).isTrue();
        assertThat(id.isBehind(later)).isFalse();
    }

    @Test
    void ordinalsTellOutputsOfOneInput() {
        OutputId next = new OutputId(channel, id.offset(), id.ordinal() + 1);

        assertThat(next.isBehind(id)).isTrue();
        assertThat(id.isBehind(next)).isFalse();
        assertThat(id.isBehind(id)).isFalse();
    }

    @Test
    void idsOfTwoChannelsHaveNoOrder() {
        OutputId other = new OutputId(new OutputId.Channel(1, TOPIC, 7, (short) 1), 1, 1);

        assertThatIllegalArgumentException().isThrownBy(() -> id.isBehind(other));
    }
}
