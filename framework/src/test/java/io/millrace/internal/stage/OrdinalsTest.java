package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.Routing;
import io.millrace.processor.OutputId;
import io.millrace.processor.OutputId.Channel;
import io.millrace.processor.SourcePartition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrdinalsTest {

    private static final UUID TOPIC = new UUID(1, 2);
    private static final int WRITER = 42;

    private final Ordinals ordinals = new Ordinals(WRITER, Routing.BY_KEY);
    private final PartitionAssignment first = assignment(3, TOPIC);
    private final PartitionAssignment second = assignment(4, TOPIC);

    @Test
    void anIdNamesTheChannelOfItsOrigin() {
        assertThat(next(first, 10, 5)).isEqualTo(new OutputId(new Channel(WRITER, TOPIC, 3, (short) 5), 10, 0));
    }

    @Test
    void outputsOfOneInputAreNumbered() {
        assertThat(next(first, 10, 5).ordinal()).isZero();
        assertThat(next(first, 10, 5).ordinal()).isEqualTo(1);
        assertThat(next(first, 11, 5).ordinal()).isZero();
    }

    @Test
    void eachChannelCountsForItself() {
        next(first, 10, 5);

        assertThat(next(first, 10, 6).ordinal()).isZero();
        assertThat(next(second, 10, 5).ordinal()).isZero();
        assertThat(next(first, 10, Channel.NO_KEY_GROUP).ordinal()).isZero();
        assertThat(next(first, 10, 5).ordinal()).isEqualTo(1);
    }

    @Test
    void aLaterAssignmentBeginsAnew() {
        next(first, 10, 5);
        ordinals.forget(first);

        assertThat(next(assignment(3, TOPIC), 8, 5))
                .isEqualTo(new OutputId(new Channel(WRITER, TOPIC, 3, (short) 5), 8, 0));
    }

    @Test
    void inputsThatGoBackAreRefused() {
        next(first, 10, 5);

        assertThatIllegalStateException()
                .isThrownBy(() -> next(first, 9, 5))
                .withMessageContaining("in-3 offset 9 comes behind one of offset 10");
    }

    @Test
    void aTopicOfUnknownIdIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> next(assignment(3, null), 10, 5))
                .withMessageContaining("The id of topic 'in' is not known");
    }

    private OutputId next(PartitionAssignment assignment, long offset, int keyGroup) {
        return ordinals.next(new Origin(assignment, offset, 0, 0), (short) keyGroup);
    }

    private static PartitionAssignment assignment(int partition, @Nullable UUID topicId) {
        return new PartitionAssignment(new SourcePartition("in", partition), 1, 4, topicId, null);
    }
}
