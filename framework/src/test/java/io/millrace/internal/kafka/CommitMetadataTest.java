package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.internal.epoch.BatchMark;
import io.millrace.internal.epoch.Position;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTest {

    private static final int KAFKAS_LIMIT = 4_096;
    private static final CommitId COMMIT = new CommitId("app/fraud;1-0a1b", 42);

    @Test
    void whatWeWriteWeRead() {
        CommitMetadata metadata = CommitMetadata.stateless(12);

        assertThat(CommitMetadata.read(written(metadata))).contains(metadata);
    }

    @Test
    void theLastBatchIsRead() {
        Position position = new Position(20, 3, new BatchMark(7, 45));
        for (CommitMetadata metadata : List.of(
                CommitMetadata.stateless(12),
                CommitMetadata.alone(12, COMMIT),
                CommitMetadata.withState(12, List.of("profiles"), COMMIT))) {
            OffsetAndMetadata committed = metadata.with(position);

            assertThat(committed.metadata()).startsWith("millrace;partitions=12;batch=7:45");
            assertThat(CommitMetadata.position(committed)).isEqualTo(position);
            assertThat(CommitMetadata.read(committed)).contains(metadata);
        }
    }

    @Test
    void anOffsetOfAnotherToolHasNoBatch() {
        assertThat(CommitMetadata.position(new OffsetAndMetadata(20, "by hand")))
                .isEqualTo(new Position(20, null));
    }

    @Test
    void storesAndCommitAreRead() {
        CommitMetadata metadata = CommitMetadata.withState(12, List.of("profiles", "totals"), COMMIT);

        assertThat(CommitMetadata.read(written(metadata))).contains(metadata);
    }

    @Test
    void aCommitWithoutStoresIsRead() {
        CommitMetadata metadata = CommitMetadata.alone(12, COMMIT);

        assertThat(written(metadata).metadata()).isEqualTo("millrace;partitions=12;commit=app/fraud;1-0a1b/42");
        assertThat(CommitMetadata.read(written(metadata))).contains(metadata);
        assertThat(metadata.hasStore("profiles")).isFalse();
    }

    @Test
    void storesThatTheCommitWasMadeWithAreKnownAgain() {
        CommitMetadata metadata = CommitMetadata.withState(12, List.of("profiles", "totals"), COMMIT);

        assertThat(metadata.hasStore("profiles")).isTrue();
        assertThat(metadata.hasStore("totals")).isTrue();
        assertThat(metadata.hasStore("limits")).isFalse();
    }

    @Test
    void aFirstPositionHasNoStores() {
        assertThat(CommitMetadata.stateless(12).hasStore("profiles")).isFalse();
    }

    @Test
    void theTextIsTheSameForTheSameStoresInAnyOrder() {
        assertThat(written(CommitMetadata.withState(1, List.of("b", "a"), COMMIT))
                        .metadata())
                .isEqualTo(written(CommitMetadata.withState(1, List.of("a", "b"), COMMIT))
                        .metadata())
                .isEqualTo("millrace;partitions=1;stores=71beeff9+e8b7be43;commit=app/fraud;1-0a1b/42");
    }

    @Test
    void hundredsOfStoresStayBelowKafkasLimit() {
        List<String> stores = IntStream.range(0, 400)
                .mapToObj(number -> "a-store-with-a-long-name-" + number)
                .toList();

        assertThat(written(CommitMetadata.withState(1, stores, COMMIT)).metadata())
                .hasSizeLessThan(KAFKAS_LIMIT);
    }

    @Test
    void storesWithoutACommitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommitMetadata(
                        1, CommitMetadata.withState(1, List.of("a"), COMMIT).storeHashes(), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anything",
                "millrace;partitions=",
                "millrace;partitions=-1",
                "millrace;partitions=4;more",
                "millrace;partitions=4;stores=71beeff9",
                "millrace;partitions=4;stores=;commit=a/1",
                "millrace;partitions=4;stores=71beeff9;commit=a",
                "millrace;partitions=99999999999"
            })
    void whatOthersWroteSaysNothing(String metadata) {
        OffsetAndMetadata committed = new OffsetAndMetadata(0, metadata);

        assertThat(CommitMetadata.read(committed)).isEmpty();
        assertThat(CommitMetadata.firstPartitionCount(committed)).isEmpty();
    }

    @Test
    void noOffsetSaysNothing() {
        assertThat(CommitMetadata.firstPartitionCount(null)).isEmpty();
    }

    private static OffsetAndMetadata written(CommitMetadata metadata) {
        return metadata.with(new Position(5, null));
    }
}
