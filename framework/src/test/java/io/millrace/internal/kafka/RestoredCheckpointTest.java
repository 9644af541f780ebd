package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.CheckpointMismatchException;
import io.millrace.errors.UnreadableChangelogException;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.plan.Division;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestoredCheckpointTest {

    private static final TopicPartition IN = new TopicPartition("in", 2);
    private static final TopicPartition OTHER = new TopicPartition("other", 2);
    private static final TopicPartition CHANGELOG = new TopicPartition("app-cards-folds-changelog", 2);

    private final Map<TopicPartition, Optional<OffsetAndMetadata>> committed =
            new HashMap<>(Map.of(IN, Optional.empty()));

    @Test
    void nothingAnywhereIsAFreshStart() {
        assertThat(newStores(null)).isEmpty();
    }

    @Test
    void stateAndOffsetOfTheSameCheckpointGoOn() {
        committed.put(IN, offset(120, "folds"));

        assertThat(newStores(Map.of("in", 120L))).isEmpty();
    }

    @Test
    void aStoreThatTheCommitDoesNotNameIsNew() {
        committed.put(IN, offset(120, "others"));

        assertThat(newStores(null)).containsExactly("folds");
    }

    @Test
    void anOffsetWithoutOurMetadataHasNoState() {
        committed.put(IN, Optional.of(new OffsetAndMetadata(120, "")));

        assertThat(newStores(null)).containsExactly("folds");
    }

    @Test
    void anOffsetThatWasSetBackToThatOfTheStateGoesOn() {
        committed.put(IN, Optional.of(new OffsetAndMetadata(120, "")));

        assertThat(newStores(Map.of("in", 120L))).isEmpty();
    }

    @Test
    void anotherOffsetThanThatOfTheStateIsRefused() {
        committed.put(IN, offset(0, "folds"));

        assertRefused(Map.of("in", 120L))
                .withMessage("Topology 'cards' can't restore store 'folds': partition 2 of changelog"
                        + " 'app-cards-folds-changelog' holds the state at offset 120 of partition 2 of input 'in', but consumer group"
                        + " 'app-cards' has committed offset 0. Either set the group's offset to that of the state"
                        + " (kafka-consumer-groups --group app-cards --topic in:2 --reset-offsets --to-offset 120"
                        + " --execute), or delete the topology's changelogs and the group's offsets"
                        + " (kafka-consumer-groups --delete --group app-cards), to begin anew without state.");
    }

    @Test
    void stateWithoutAnOffsetIsRefused() {
        assertRefused(Map.of("in", 120L))
                .withMessageContaining(
                        "holds the state at offset 120 of partition 2 of input 'in', but consumer group 'app-cards' has"
                                + " committed none; it may have expired or been deleted")
                .withMessageContaining("--to-offset 120");
    }

    @Test
    void anOffsetThatAnInstanceWithoutTheStoreHasCommittedIsRefusedAsThat() {
        committed.put(IN, offset(150, "others"));

        assertRefused(Map.of("in", 120L))
                .withMessage("Topology 'cards' can't restore store 'folds': partition 2 of changelog"
                        + " 'app-cards-folds-changelog' holds the state at offset 120 of partition 2 of input 'in', but an instance that"
                        + " does not have this store has read on to offset 150, so what it read is missing in the state."
                        + " Stop all instances of versions without the store; then give the store another name, with which"
                        + " it begins empty. Or, if 'folds' is the only store of its inputs, set the group's offset to that"
                        + " of its state (kafka-consumer-groups --group app-cards --topic in:2 --reset-offsets --to-offset"
                        + " 120 --execute); or delete the topology's changelogs and the group's offsets"
                        + " (kafka-consumer-groups --delete --group app-cards), to begin anew without state.");
    }

    @Test
    void anOffsetThatAVersionWithoutAnyStateHasCommittedIsRefusedAsThat() {
        committed.put(IN, offset(150));

        assertRefused(Map.of("in", 120L))
                .withMessageContaining("an instance that does not have this store has read on");
    }

    @Test
    void anOffsetThatAnotherToolHasSetIsNotTakenForAnInstances() {
        committed.put(IN, Optional.of(new OffsetAndMetadata(150, "")));

        assertRefused(Map.of("in", 120L)).withMessageContaining("has committed offset 150");
    }

    @Test
    void anOffsetWithStateOfWhichTheChangelogKnowsNothingIsRefused() {
        committed.put(IN, offset(120, "folds"));

        assertRefused(null)
                .withMessageContaining(
                        "holds no state that belongs to an offset of partition 2 of input 'in', but consumer group"
                                + " 'app-cards' has committed offset 120 together with such state")
                .withMessageContaining("Either bring the changelog back, or delete");
    }

    @Test
    void aMarkerThatLacksAnInputIsRefusedIfThatWasCommittedWithTheStore() {
        committed.put(IN, offset(120, "folds"));
        committed.put(OTHER, offset(7, "folds"));

        assertRefused(Map.of("in", 120L)).withMessageContaining("input 'other'");
    }

    @Test
    void anInputThatIsNewToTheStoreGoesOnWhereItWas() {
        committed.put(IN, offset(120, "folds"));
        committed.put(OTHER, offset(7));

        assertThat(newStores(Map.of("in", 120L))).isEmpty();
    }

    @Test
    void anInputThatIsNewToTheGroupIsNoMismatch() {
        committed.put(IN, offset(120, "folds"));
        committed.put(OTHER, Optional.empty());

        assertThat(newStores(Map.of("in", 120L))).isEmpty();
    }

    @Test
    void anInputThatTheStoreHasNoMoreDoesNotMatter() {
        committed.put(IN, offset(120, "folds"));

        assertThat(newStores(Map.of("in", 120L, "former", 3L))).isEmpty();
    }

    @Test
    void entriesWithoutAnyMarkerAreRefused() {
        assertThatExceptionOfType(UnreadableChangelogException.class)
                .isThrownBy(() -> checkpoint().newStores(List.of(found(null, true))))
                .withMessageContaining(
                        "partition 2 of changelog 'app-cards-folds-changelog' has entries but no checkpoint");
    }

    private ThrowableAssertAlternative<CheckpointMismatchException> assertRefused(
            @Nullable Map<String, Long> stateOffsets) {
        return assertThatExceptionOfType(CheckpointMismatchException.class).isThrownBy(() -> newStores(stateOffsets));
    }

    private List<String> newStores(@Nullable Map<String, Long> stateOffsets) {
        return checkpoint().newStores(List.of(found(stateOffsets, stateOffsets != null)));
    }

    private RestoredCheckpoint checkpoint() {
        return new RestoredCheckpoint("cards", "app-cards", Division.BY_PARTITION, committed);
    }

    private static RestoredCheckpoint.Found found(@Nullable Map<String, Long> stateOffsets, boolean hasChanges) {
        Map<TopicPartition, Long> inputs = new HashMap<>();
        if (stateOffsets != null) {
            stateOffsets.forEach((topic, offset) -> inputs.put(new TopicPartition(topic, 2), offset));
        }
        return new RestoredCheckpoint.Found(
                "folds",
                CHANGELOG,
                stateOffsets == null ? null : new Marker("app-cards-1", 1, Division.BY_PARTITION, inputs),
                hasChanges);
    }

    private static Optional<OffsetAndMetadata> offset(long offset, String... stores) {
        CommitMetadata metadata = stores.length == 0
                ? CommitMetadata.stateless(4)
                : CommitMetadata.withState(4, List.of(stores), new CommitId("app-cards-1", 1));
        return Optional.of(metadata.with(new Position(offset, null)));
    }
}
