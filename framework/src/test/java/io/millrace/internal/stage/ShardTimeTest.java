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
    private final TimeInput inFirst = first.input(null, 0);
    private final TimeInput inSecond = second.input(null, 0);

    @Test
    void timeIsThatOfTheSlowestPartition() {
        first.advance(inFirst, 100, 0);
        assertThat(shard.watermark()).isEqualTo(LaneEvent.NO_TIME);

        second.advance(inSecond, 50, 0);
        assertThat(shard.watermark()).isEqualTo(50);
        second.advance(inSecond, 200, 1);
        assertThat(shard.watermark()).isEqualTo(100);
    }

    @Test
    void timeNeverGoesBack() {
        first.advance(inFirst, 100, 0);
        second.advance(inSecond, 50, 0);
        first.advance(inFirst, 10, 1);
        second.advance(inSecond, 10, 1);

        assertThat(shard.watermark()).isEqualTo(50);
    }

    @Test
    void anIdlePartitionHoldsNothingUpUntilItsNextRecord() {
        first.advance(inFirst, 100, 0);
        second.advance(inSecond, 50, 0);
        inSecond.set(50, true);
        second.merge();
        assertThat(shard.watermark()).isEqualTo(100);

        second.advance(inSecond, 70, 1);
        first.advance(inFirst, 500, 1);

        assertThat(shard.watermark()).as("never back").isEqualTo(100);
        second.advance(inSecond, 300, 2);
        assertThat(shard.watermark()).isEqualTo(300);
    }

    @Test
    void whereAllAreIdleTimeIsThatOfTheFastest() {
        first.advance(inFirst, 100, 0);
        second.advance(inSecond, 50, 0);
        inFirst.set(100, true);
        first.merge();
        assertThat(shard.watermark()).isEqualTo(50);

        inSecond.set(50, true);
        second.merge();

        assertThat(shard.watermark()).isEqualTo(100);
    }

    @Test
    void nothingIsKnownUntilAllPartitionsAreThere() {
        ShardTime waiting = new ShardTime(new Shard("in", 0), 2, List.of());
        PartitionTime only = new PartitionTime(TestEpochs.assignment("a", 0), waiting, 1);
        waiting.add(only);
        only.advance(only.input(null, 0), 100, 0);

        assertThat(waiting.watermark()).isEqualTo(LaneEvent.NO_TIME);
    }

    @Test
    void aPartitionThatComesByTwoLanesIsAsFarAsTheSlowerOne() {
        ShardTime behind = new ShardTime(new Shard("in", 0), 1, List.of());
        PartitionTime partition = new PartitionTime(TestEpochs.assignment("a", 0), behind, 2);
        behind.add(partition);
        partition.advance(partition.input(0, 0), 100, 0);
        assertThat(behind.watermark()).as("the other lane is not open").isEqualTo(LaneEvent.NO_TIME);

        partition.advance(partition.input(1, 0), 50, 0);

        assertThat(behind.watermark()).isEqualTo(50);
    }

    @Test
    void behindAShuffleRecordsOfAFastPartitionDoNotMakeThoseOfASlowOneLate() {
        ShardTime reader = new ShardTime(new Shard("in", 0), 1, List.of());
        PartitionTime partition = new PartitionTime(TestEpochs.assignment("a", 0), reader, 1);
        reader.add(partition);
        partition.input(null, 0);
        partition.advance(partition.input("slow", 0), 10, 0);
        partition.advance(partition.input("fast", 0), 100, 1);
        assertThat(reader.watermark()).isEqualTo(10);

        partition.advance(partition.input("slow", 0), 60, 2);

        assertThat(reader.watermark()).isEqualTo(60);
    }

    @Test
    void newsIsToldOnce() {
        first.advance(inFirst, 100, 0);
        assertThat(first.takeNews(100)).isTrue();
        assertThat(first.takeNews(100)).isFalse();

        inFirst.set(100, true);
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
