package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.JobBed.IN;
import static io.millrace.internal.kafka.JobBed.OWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a job reads, and where its epochs end. */
class JobIntakeTest {

    private final JobBed bed = new JobBed();

    @Test
    void nothingIsReadBeforeItIsKnownWhereTheInputsEnd() {
        bed.cluster.answers = false;
        JobIntake asking = bed.intake(bed.epochs);
        bed.feeds.add(bed.first);
        asking.update(0, true);
        asking.update(1, true);
        assertThat(asking.wants(bed.first)).isFalse();

        bed.answerAll();
        asking.update(2, true);

        assertThat(asking.wants(bed.first)).isTrue();
    }

    @Test
    void eachPartitionIsReadToWhereItEndedAtTheBeginning() {
        bed.assigned();
        bed.cluster.starts.put(IN, 50L);

        bed.read(bed.first, 0, 7);

        assertThat(bed.first.position().offset()).isEqualTo(5);
        assertThat(bed.intake.wants(bed.first)).isFalse();
        assertThat(bed.intake.wants(bed.second)).isTrue();
    }

    @Test
    void aTopicThatWasNotThereAtTheBeginningIsNotRead() {
        bed.assigned();
        PartitionFeed late = bed.feed(new TopicPartition("late", 0));
        bed.feeds.add(late);

        bed.update();

        assertThat(bed.intake.wants(late)).isFalse();
    }

    @Test
    void anEpochEndsWhenItIsFull() {
        bed.assigned();
        bed.epochs.most = 4;
        bed.read(bed.first, 0, 3);
        assertThat(bed.intake.isBarrierDue(bed.now)).isFalse();

        bed.read(bed.first, 3, 4);

        assertThat(bed.intake.isBarrierDue(bed.now)).isTrue();
        bed.intake.barrierSent(bed.now);
        assertThat(bed.intake.isBarrierDue(bed.now)).isFalse();
    }

    @Test
    void theLastEpochEndsWhenAllHasFlowed() {
        bed.assigned();
        bed.read(bed.first, 0, 5);
        assertThat(bed.intake.isBarrierDue(bed.now)).isFalse();

        bed.read(bed.second, 0, 3);

        assertThat(bed.intake.isBarrierDue(bed.now)).isTrue();
    }

    @Test
    void atTheEndItsOwnTopicsMakeFurtherEpochs() {
        PartitionFeed own = bed.feed(OWN);
        bed.assigned();
        bed.feeds.add(own);
        bed.readAll();
        bed.end();

        bed.read(own, 0, 2);

        assertThat(bed.intake.isBarrierDue(bed.now)).isTrue();
    }

    @Test
    void whereNothingHasMovedNoEpochEnds() {
        bed.assigned();
        bed.readAll();
        bed.end();

        bed.update();

        assertThat(bed.intake.isBarrierDue(bed.now)).isFalse();
    }

    @Test
    void anEpochThatMustNotBePartedHasNoEdgeBeforeItsEnd() {
        bed.epochs.mayEndEarly = false;
        bed.epochs.mayBegin = false;
        bed.assigned();
        assertThat(bed.intake.isEdge()).isTrue();
        assertThat(bed.intake.wants(bed.first)).isFalse();
        bed.epochs.mayBegin = true;
        bed.update();
        bed.read(bed.first, 0, 5);
        assertThat(bed.intake.isEdge()).isFalse();

        bed.read(bed.second, 0, 3);

        assertThat(bed.intake.isEdge()).isTrue();
    }

    @Test
    void anEpochThatMustNotBePartedWaitsForPartitionsThatAreBeingRestored() {
        bed.assigned();
        bed.epochs.complete = false;
        bed.epochs.mayEndEarly = false;

        bed.readAll();

        assertThat(bed.intake.isBarrierDue(bed.now)).isFalse();
        assertThat(bed.intake.isEdge()).isFalse();
    }

    @Test
    void aPartitionThatWaitsForItsFirstCommitHoldsNoEpochUp() {
        bed.assigned();
        bed.second.hold();

        bed.read(bed.first, 0, 5);

        assertThat(bed.intake.isBarrierDue(bed.now)).isTrue();
    }
}
