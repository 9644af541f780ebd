package io.millrace.internal.kafka;

import io.millrace.errors.CheckpointMismatchException;
import io.millrace.errors.ShuffleChangedException;
import io.millrace.errors.UnreadableChangelogException;
import io.millrace.internal.plan.Division;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The two halves of a shard's last checkpoint, as they were found: the committed offsets of its inputs, and the markers in the
 * changelogs of its stores. Immutable.
 *
 * @param group the consumer group
 * @param division how the topology divides its state now
 * @param committed of all inputs of the shard
 */
record RestoredCheckpoint(
        String topology, String group, Division division, Map<TopicPartition, Optional<OffsetAndMetadata>> committed) {

    /**
     * What was found in a store's changelog.
     *
     * @param marker the last one
     * @param hasChanges whether there was anything else
     */
    record Found(
            String store,
            TopicPartition changelog,
            @Nullable Marker marker,
            boolean hasChanges) {}

    /**
     * Returns the stores that have been added since the last checkpoint, and so begin empty.
     *
     * @throws CheckpointMismatchException if the two are not of the same checkpoint
     * @throws ShuffleChangedException if the state was divided in another way
     * @throws UnreadableChangelogException if a changelog has entries but no marker
     */
    List<String> newStores(List<Found> changelogs) {
        changelogs.forEach(this::check);
        boolean fresh = committed.values().stream().noneMatch(Optional::isPresent);
        return fresh
                ? List.of()
                : changelogs.stream()
                        .filter(found -> found.marker() == null)
                        .map(Found::store)
                        .toList();
    }

    private void check(Found found) {
        Marker marker = found.marker();
        if (marker != null) {
            checkDivision(marker, found.changelog());
            checkNothingIsLeftOut(marker, found);
        }
        committed.forEach((input, offset) -> {
            OptionalLong state = stateOffset(found.marker(), input);
            OptionalLong group =
                    offset.isPresent() ? OptionalLong.of(offset.get().offset()) : OptionalLong.empty();
            boolean beganWithoutStore = state.isEmpty() && !isCommittedWith(found.store(), offset);
            if (!state.equals(group) && !beganWithoutStore) {
                throw isCommittedWithoutStore(found.store(), offset) // state is there, or it would have begun without
                        ? CheckpointMismatchException.readWithoutStore(
                                topology, place(found, input), state.orElseThrow(), group.orElseThrow())
                        : new CheckpointMismatchException(topology, place(found, input), state, group);
            }
        });
        if (found.marker() == null && found.hasChanges()) {
            throw new UnreadableChangelogException(
                    topology,
                    found.store(),
                    found.changelog().topic(),
                    found.changelog().partition(),
                    "has entries but no checkpoint marker");
        }
    }

    private void checkDivision(Marker marker, TopicPartition changelog) {
        if (marker.division() != division) {
            throw switch (division) {
                case UNDIVIDED ->
                    ShuffleChangedException.toLocal(
                            topology,
                            group,
                            "changelog '%s' holds state that is divided by partition".formatted(changelog.topic()));
                case BY_PARTITION ->
                    ShuffleChangedException.toDurable(
                            topology,
                            group,
                            "changelog '%s' holds state that is not divided by partition".formatted(changelog.topic()));
            };
        }
    }

    /** A partition of our topics that the state knows, and nobody else does: they must have been made anew with fewer. */
    private void checkNothingIsLeftOut(Marker marker, Found found) {
        Set<String> topics =
                committed.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        marker.offsets().forEach((input, offset) -> {
            if (topics.contains(input.topic()) && !committed.containsKey(input)) {
                throw new CheckpointMismatchException(
                        topology, place(found, input), OptionalLong.of(offset), OptionalLong.empty());
            }
        });
    }

    private static OptionalLong stateOffset(@Nullable Marker marker, TopicPartition input) {
        Long offset = marker == null ? null : marker.offsets().get(input);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    private static boolean isCommittedWith(String store, Optional<OffsetAndMetadata> offset) {
        return offset.flatMap(CommitMetadata::read)
                .filter(metadata -> metadata.hasStore(store))
                .isPresent();
    }

    /** Returns whether an instance has committed {@code offset} that does not have {@code store}: other tools leave no metadata. */
    private static boolean isCommittedWithoutStore(String store, Optional<OffsetAndMetadata> offset) {
        return offset.flatMap(CommitMetadata::read)
                .filter(metadata -> !metadata.hasStore(store))
                .isPresent();
    }

    private CheckpointMismatchException.Place place(Found found, TopicPartition input) {
        return new CheckpointMismatchException.Place(
                group,
                found.store(),
                found.changelog().topic(),
                found.changelog().partition(),
                input.topic(),
                input.partition());
    }
}
