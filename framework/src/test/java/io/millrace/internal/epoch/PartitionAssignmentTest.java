package io.millrace.internal.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.SourcePartition;
import io.millrace.support.TestEpochs;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionAssignmentTest {

    @Test
    void aPartitionThatComesBackIsAnotherAssignment() {
        SourcePartition partition = new SourcePartition("in", 0);

        assertThat(new PartitionAssignment(partition, 1, 4)).isNotEqualTo(new PartitionAssignment(partition, 2, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in", "polygenelubricants", ""}) // the second one's hash is the smallest int there is
    void everyPartitionHasAWorker(String topic) {
        assertThat(IntStream.range(0, 100).map(partition -> TestEpochs.assignment(topic, partition)
                        .worker(7)))
                .allMatch(worker -> worker >= 0 && worker < 7);
    }

    @Test
    void partitionsSpreadOverAllWorkers() {
        assertThat(IntStream.range(0, 4)
                        .map(partition -> TestEpochs.assignment("in", partition).worker(4)))
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }
}
