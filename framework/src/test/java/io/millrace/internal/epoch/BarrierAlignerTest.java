package io.millrace.internal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.support.TestEpochs;
import org.junit.jupiter.api.Test;

class BarrierAlignerTest {

    private final BarrierAligner aligner = new BarrierAligner(3);
    private final Epoch epoch = TestEpochs.epoch(1);

    @Test
    void alignsWhenTheLastLaneCloses() {
        assertThat(aligner.close(0, epoch)).isFalse();
        assertThat(aligner.close(2, epoch)).isFalse();
        assertThat(aligner.close(1, epoch)).isTrue();
    }

    @Test
    void aLaneStaysClosedUntilAllReopen() {
        aligner.close(1, epoch);

        assertThat(aligner.isClosed(1)).isTrue();
        assertThat(aligner.isClosed(0)).isFalse();
    }

    @Test
    void reopeningOpensEveryLane() {
        aligner.close(0, epoch);
        aligner.close(1, epoch);
        aligner.close(2, epoch);

        aligner.reopen();

        assertThat(aligner.isClosed(0)).isFalse();
        assertThat(aligner.isClosed(1)).isFalse();
        assertThat(aligner.isClosed(2)).isFalse();
    }

    @Test
    void aNewEpochMayAlignAfterReopening() {
        aligner.close(0, epoch);
        aligner.reopen();

        assertThat(aligner.close(0, TestEpochs.epoch(1))).isFalse();
    }

    @Test
    void aClosedLaneDeliversNoSecondBarrier() {
        aligner.close(0, epoch);

        assertThatIllegalStateException()
                .isThrownBy(() -> aligner.close(0, epoch))
                .withMessage("Lane 0 delivered barrier 1 though it is closed");
    }

    @Test
    void anotherEpochMayNotAlignMeanwhile() {
        aligner.close(0, epoch);

        assertThatIllegalStateException().isThrownBy(() -> aligner.close(1, TestEpochs.epoch(1)));
    }
}
