package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.JobBed.IN;
import static io.millrace.internal.kafka.JobBed.OTHER;
import static io.millrace.internal.kafka.JobBed.OWN;
import static io.millrace.internal.kafka.JobBed.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a job is finished. */
class JobEndTest {

    private final JobBed bed = new JobBed();

    @Test
    void itIsNotFinishedBeforeAllIsCommitted() {
        bed.assigned();
        bed.readAll();
        bed.end();
        bed.commit(IN, 5);

        bed.update();

        assertThat(bed.intake.isFinished()).isFalse();
        bed.commit(OTHER, 3);
        bed.update();
        assertThat(bed.intake.isFinished()).isTrue();
    }

    @Test
    void itIsNotFinishedWhileAnEpochIsBeingEnded() {
        bed.assigned();
        bed.readAll();
        bed.end();
        bed.commit(IN, 5);
        bed.commit(OTHER, 3);

        bed.now += SECOND;
        bed.intake.update(bed.now, false);
        bed.intake.update(bed.now, false);

        assertThat(bed.intake.isFinished()).isFalse();
    }

    @Test
    void itIsNotFinishedWhileATransactionIsAboutToCommit() {
        bed.assigned();
        bed.readAll();
        bed.end();
        bed.commit(IN, 5);
        bed.commit(OTHER, 3);
        bed.cluster.unstable.add(OTHER);
        bed.update();
        assertThat(bed.intake.isFinished()).isFalse();

        bed.cluster.unstable.clear();
        bed.update();

        assertThat(bed.intake.isFinished()).isTrue();
    }

    @Test
    void whatIsCommittedAlreadyIsNotDoneAgain() {
        bed.commit(IN, 5);
        bed.commit(OTHER, 3);

        bed.update();
        bed.update();

        assertThat(bed.intake.isFinished()).as("before it has any partition").isTrue();
    }

    @Test
    void emptyInputsAreNothingToDo() {
        JobIntake idle = bed.intake(bed.epochs);
        bed.cluster.starts.clear();

        for (int step = 0; step < 4; step++) {
            idle.update(step * SECOND, true);
        }

        assertThat(idle.isFinished()).isTrue();
    }

    @Test
    void anInstanceWithoutPartitionsWaitsForTheOthers() {
        bed.update();
        bed.update();
        assertThat(bed.intake.isFinished()).isFalse();

        bed.commit(IN, 5);
        bed.commit(OTHER, 3);
        bed.update();

        assertThat(bed.intake.isFinished()).isTrue();
    }

    @Test
    void theGroupIsNotAskedAllTheTime() {
        bed.update();
        bed.update();
        int asked = bed.cluster.asked.size();

        bed.intake.update(bed.now + 1, true);
        bed.intake.update(bed.now + 2, true);

        assertThat(bed.cluster.asked).hasSize(asked);
        assertThat(bed.intake.nanosToNextChange(bed.now + 2)).isBetween(1L, SECOND);
    }

    @Test
    void whatItWroteToItsOwnTopicsIsProcessedBeforeTheEnd() {
        JobIntake withHop = bed.intakeWithHop();
        bed.cluster.partitionCount = 1;
        bed.cluster.log(OWN).change("k", "v");
        bed.commit(IN, 5);
        for (int step = 1; step <= 4; step++) {
            withHop.update(step * SECOND, true);
        }
        assertThat(withHop.isFinished()).isFalse();

        bed.commit(OWN, 1);
        for (int step = 5; step <= 8; step++) {
            withHop.update(step * SECOND, true);
        }

        assertThat(withHop.isFinished()).isTrue();
    }
}
