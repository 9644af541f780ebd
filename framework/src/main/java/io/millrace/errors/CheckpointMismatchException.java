package io.millrace.errors;

import java.util.OptionalLong;

/**
 * A store's changelog and the offsets of the consumer group are not of the same checkpoint: one of them was reset, has expired or
 * was created anew, or an instance without the store has read on. Going on would count records twice or not at all.
 */
public final class CheckpointMismatchException extends StartRefusedException {

    /**
     * What does not fit together.
     *
     * @param group the consumer group
     * @param changelog the topic that holds the state
     * @param changelogPartition another one than {@code partition} only where state is not divided
     * @param input the topic whose offset is meant
     * @param partition of the input
     */
    public record Place(
            String group, String store, String changelog, int changelogPartition, String input, int partition) {}

    private final Place place;

    /**
     * @param stateOffset the input's offset to which the state belongs; empty if the changelog names none
     * @param committedOffset the input's offset that the group has committed; empty if there is none
     */
    public CheckpointMismatchException(
            String topology, Place place, OptionalLong stateOffset, OptionalLong committedOffset) {
        this(topology, place, found(place, stateOffset, committedOffset), remedy(place, stateOffset));
    }

    private CheckpointMismatchException(String topology, Place place, String found, String remedy) {
        super("Topology '%s' can't restore store '%s': %s. %s".formatted(topology, place.store(), found, remedy));
        this.place = place;
    }

    /**
     * Returns what to throw where an instance that does not have the store has committed past its state.
     *
     * @param stateOffset the input's offset to which the state belongs
     * @param committedOffset the input's offset that the group has committed
     */
    public static CheckpointMismatchException readWithoutStore(
            String topology, Place place, long stateOffset, long committedOffset) {
        return new CheckpointMismatchException(
                topology,
                place,
                ("%s, but an instance that does not have this store has read on to offset %d, so what it read is missing in the"
                                + " state")
                        .formatted(state(place, stateOffset), committedOffset),
                ("Stop all instances of versions without the store; then give the store another name, with which it begins"
                                + " empty. Or, if '%s' is the only store of its inputs, set the group's offset to that of its"
                                + " state (%s); or %s.")
                        .formatted(place.store(), reset(place, stateOffset), anew(place)));
    }

    public Place place() {
        return place;
    }

    private static String found(Place place, OptionalLong stateOffset, OptionalLong committedOffset) {
        String committed = committedOffset.isPresent()
                ? "consumer group '%s' has committed offset %d".formatted(place.group(), committedOffset.getAsLong())
                : "consumer group '%s' has committed none; it may have expired or been deleted"
                        .formatted(place.group());
        return stateOffset.isPresent()
                ? "%s, but %s".formatted(state(place, stateOffset.getAsLong()), committed)
                : "partition %d of changelog '%s' holds no state that belongs to an offset of partition %d of input '%s', but %s together with such state; the changelog may have been emptied or created anew"
                        .formatted(
                                place.changelogPartition(),
                                place.changelog(),
                                place.partition(),
                                place.input(),
                                committed);
    }

    private static String state(Place place, long offset) {
        return "partition %d of changelog '%s' holds the state at offset %d of partition %d of input '%s'"
                .formatted(place.changelogPartition(), place.changelog(), offset, place.partition(), place.input());
    }

    private static String remedy(Place place, OptionalLong stateOffset) {
        return stateOffset.isPresent()
                ? "Either set the group's offset to that of the state (%s), or %s."
                        .formatted(reset(place, stateOffset.getAsLong()), anew(place))
                : "Either bring the changelog back, or %s.".formatted(anew(place));
    }

    private static String reset(Place place, long offset) {
        return "kafka-consumer-groups --group %s --topic %s:%d --reset-offsets --to-offset %d --execute"
                .formatted(place.group(), place.input(), place.partition(), offset);
    }

    private static String anew(Place place) {
        return "delete the topology's changelogs and the group's offsets (kafka-consumer-groups --delete --group %s), to begin anew without state"
                .formatted(place.group());
    }
}
