package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Position;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTest {

    @Test
    void whatWeWriteWeRead() {
        OffsetAndMetadata committed = new CommitMetadata(12).with(new Position(5, null));

        assertThat(CommitMetadata.firstPartitionCount(committed)).hasValue(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anything",
                "millrace;partitions=",
                "millrace;partitions=-1",
                "millrace;partitions=4;more",
                "millrace;partitions=99999999999"
            })
    void whatOthersWroteSaysNothing(String metadata) {
        assertThat(CommitMetadata.firstPartitionCount(new OffsetAndMetadata(0, metadata)))
                .isEmpty();
    }

    @Test
    void noOffsetSaysNothing() {
        assertThat(CommitMetadata.firstPartitionCount(null)).isEmpty();
    }
}
