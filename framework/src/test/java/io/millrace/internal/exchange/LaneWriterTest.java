package io.millrace.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneWriterTest {

    private final Lane lane = new Lane(2, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final LaneWriter writer = new LaneWriter(lane);

    @Test
    void whatDoesNotFitIsKept() {
        write(3);

        assertThat(writer.isClear()).isFalse();
        assertThat(lane.depth()).isEqualTo(2);
    }

    @Test
    void whatIsKeptComesOutBehindWhatFitted() {
        write(5);

        assertThat(drained()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void nothingOvertakesWhatIsKept() {
        write(3);
        read();

        assertThat(writer.tryWrite(Events.data(3))).isFalse();
    }

    @Test
    void writingBehindWhatIsKeptKeepsTheOrderEvenIfThereIsRoom() {
        write(3);
        List<Long> all = new ArrayList<>(read());
        writer.write(Events.data(3));

        all.addAll(drained());

        assertThat(all).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void flushPublishesAsMuchAsFits() {
        write(5);
        read();

        assertThat(writer.flush()).isEqualTo(2);
        assertThat(writer.isClear()).isFalse();
    }

    @Test
    void flushOfNothingDoesNothing() {
        assertThat(writer.flush()).isZero();
    }

    @Test
    void aTryThatIsRefusedKeepsNothing() {
        write(2);

        assertThat(writer.tryWrite(Events.data(2))).isFalse();
        assertThat(writer.isClear()).isTrue();
    }

    private void write(int count) {
        for (int offset = 0; offset < count; offset++) {
            writer.write(Events.data(offset));
        }
    }

    private List<Long> drained() {
        List<Long> all = new ArrayList<>(read());
        while (writer.flush() > 0) {
            all.addAll(read());
        }
        return all;
    }

    private List<Long> read() {
        List<Long> offsets = new ArrayList<>();
        lane.poll(event -> offsets.add(Events.offset(event)));
        return offsets;
    }
}
