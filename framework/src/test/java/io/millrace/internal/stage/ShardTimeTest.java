package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.support.TestEpochs;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTimeTest {

    private final ShardTime shard = new ShardTime(new Shard("in", 0), 2, List.of());
    private final PartitionTime first = partition("a", 1);
    private final PartitionTime second = partition("b", 1);
    private final TimeInput inFirst = first.input(null);
    private final TimeInput inSecond = second.input(null);

    @Test
    void timeIsThatOfTheSlowestPartition() {
        first.bring(inFirst, 100, 0, 0);
        assertThat(shard.watermark()).isEqualTo(LaneEvent.NO_TIME);

        second.bring(inSecond, 50, 0, 0);
        assertThat(shard.watermark()).isEqualTo(50);
        second.bring(inSecond, 200, 1, 0);
        assertThat(shard.watermark()).isEqualTo(100);
    }

    @Test
    void timeNeverGoesBack() {
        first.bring(inFirst, 100, 0, 0);
        second.bring(inSecond, 50, 0, 0);
        first.bring(inFirst, 10, 1, 0);
        second.bring(inSecond, 10, 1, 0);

        assertThat(shard.watermark()).isEqualTo(50);
    }

    @Test
    void anIdlePartitionHoldsNothingUpUntilItsNextRecord() {
        first.bring(inFirst, 100, 0, 0);
        second.bring(inSecond, 50, 0, 0);
        inSecond.rest();
        second.merge();
        assertThat(shard.watermark()).isEqualTo(100);

        second.bring(inSecond, 70, 1, 0);
        first.bring(inFirst, 500, 1, 0);

        assertThat(shard.watermark()).as("never back").isEqualTo(100);
        second.bring(inSecond, 300, 2, 0);
        assertThat(shard.watermark()).isEqualTo(300);
    }

    @Test
    void whereAllAreIdleTimeIsThatOfTheFastest() {
        first.bring(inFirst, 100, 0, 0);
        second.bring(inSecond, 50, 0, 0);
        inFirst.rest();
        first.merge();
        assertThat(shard.watermark()).isEqualTo(50);

        inSecond.rest();
        second.merge();

        assertThat(shard.watermark()).isEqualTo(100);
    }

    @Test
    void nothingIsKnownUntilAllPartitionsAreThere() {
        ShardTime waiting = new ShardTime(new Shard("in", 0), 2, List.of());
        PartitionTime only = new PartitionTime(TestEpochs.assignment("a", 0), waiting, 1);
        waiting.add(only);
        only.bring(only.input(null), 100, 0, 0);

        assertThat(waiting.watermark()).isEqualTo(LaneEvent.NO_TIME);
    }

    @Test
    void aPartitionThatComesByTwoLanesIsAsFarAsTheSlowerOne() {
        ShardTime behind = new ShardTime(new Shard("in", 0), 1, List.of());
        PartitionTime partition = new PartitionTime(TestEpochs.assignment("a", 0), behind, 2);
        behind.add(partition);
        partition.bring(partition.input(0), 100, 0, 0);
        assertThat(behind.watermark()).as("the other lane is not open").isEqualTo(LaneEvent.NO_TIME);

        partition.bring(partition.input(1), 50, 0, 0);

        assertThat(behind.watermark()).isEqualTo(50);
    }

    @Test
    void behindAShuffleRecordsOfAFastPartitionDoNotMakeThoseOfASlowOneLate() {
        ShardTime reader = new ShardTime(new Shard("in", 0), 1, List.of());
        PartitionTime partition = new PartitionTime(TestEpochs.assignment("a", 0), reader, 1);
        reader.add(partition);
        partition.input(null);
        partition.bring(partition.input("slow"), 10, 0, 0);
        partition.bring(partition.input("fast"), 100, 1, 0);
        assertThat(reader.watermark()).isEqualTo(10);

        partition.bring(partition.input("slow"), 60, 2, 0);

        assertThat(reader.watermark()).isEqualTo(60);
    }

    @Test
    void timersThatFireWhileARecordWaitsDoNotMakeItLate() {
        shard.beginEmitting(0, 100);
        shard.hold(); // by what that timer gave rise to
        shard.endFiring();
        shard.beginEmitting(0, 500);
        shard.endFiring();
        assertThat(shard.firedUpTo()).isEqualTo(99);

        shard.release();
        shard.beginEmitting(0, 600);

        assertThat(shard.firedUpTo()).isEqualTo(599);
    }

    @Test
    void newsIsToldOnce() {
        first.bring(inFirst, 100, 0, 0);
        assertThat(first.takeNews(100)).isTrue();
        assertThat(first.takeNews(100)).isFalse();

        inFirst.rest();
        first.merge();

        assertThat(first.takeNews(100)).isTrue();
        assertThat(first.takeNews(100)).isFalse();
    }

    private PartitionTime partition(String topic, int lanes) {
        PartitionTime made = new PartitionTime(TestEpochs.assignment(topic, 0), shard, lanes);
        shard.add(made);
        return made;
    }
}
