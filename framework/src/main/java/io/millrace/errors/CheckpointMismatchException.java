package io.millrace.errors;

import java.util.OptionalLong;

/**
 * A store's changelog and the offsets of the consumer group are not of the same checkpoint: one of them was reset, has expired or
 * was created anew. Going on would count records twice or not at all.
 */
public final class CheckpointMismatchException extends StartRefusedException {

    /**
     * What does not fit together.
     *
     * @param group the consumer group
     * @param changelog the topic that holds the state
     * @param input the topic whose offset is meant
     * @param partition of both
     */
    public record Place(String group, String store, String changelog, String input, int partition) {}

    private final Place place;

    /**
     * @param stateOffset the input's offset to which the state belongs; empty if the changelog names none
     * @param committedOffset the input's offset that the group has committed; empty if there is none
     */
    public CheckpointMismatchException(
            String topology, Place place, OptionalLong stateOffset, OptionalLong committedOffset) {
        super("Topology '%s' can't restore store '%s': %s. %s"
                .formatted(
                        topology,
                        place.store(),
                        found(place, stateOffset, committedOffset),
                        remedy(place, stateOffset)));
        this.place = place;
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
                ? "partition %d of changelog '%s' holds the state at offset %d of input '%s', but %s"
                        .formatted(
                                place.partition(), place.changelog(), stateOffset.getAsLong(), place.input(), committed)
                : "partition %d of changelog '%s' holds no state that belongs to an offset of input '%s', but %s together with such state; the changelog may have been emptied or created anew"
                        .formatted(place.partition(), place.changelog(), place.input(), committed);
    }

    private static String remedy(Place place, OptionalLong stateOffset) {
        String anew =
                "delete the topology's changelogs and the group's offsets (kafka-consumer-groups --delete --group %s), to begin anew without state"
                        .formatted(place.group());
        return stateOffset.isPresent()
                ? ("Either set the group's offset to that of the state (kafka-consumer-groups --group %s --topic %s:%d"
                                + " --reset-offsets --to-offset %d --execute), or %s.")
                        .formatted(place.group(), place.input(), place.partition(), stateOffset.getAsLong(), anew)
                : "Either bring the changelog back, or %s.".formatted(anew);
    }
}
