package io.millrace.internal.plan;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How the records of one grouping come together by key. Immutable.
 *
 * @param name of the shuffle's node
 * @param reason why it is of this kind, for people
 * @param topic the topic that it goes through; present where it is durable
 */
public record ShufflePlan(String name, Kind kind, String reason, Optional<RepartitionTopic> topic) {

    /** How records get to the worker of their key. */
    public enum Kind {
        /** They are there already: nothing moves. */
        PROVEN_AWAY,
        /** By lanes, in memory. */
        LOCAL,
        /** Through a topic. */
        DURABLE
    }

    /**
     * The topic of a durable shuffle. Immutable.
     *
     * @param partitions as the topology says; empty takes the most that one of {@code inputs} has
     * @param inputs the topics whose records come here, other repartition topics included
     */
    public record RepartitionTopic(String name, OptionalInt partitions, Set<String> inputs) {

        private static final String SUFFIX = "-repartition";

        public RepartitionTopic {
            inputs = Set.copyOf(inputs);
        }

        /** Returns the name of the topic of the shuffle {@code base}, where the consumer group is {@code group}. */
        public static String name(String group, String base) {
            return "%s-%s%s".formatted(group, base, SUFFIX);
        }

        /** Returns whether {@code topic} is a name that {@link #name} may give where the consumer group is {@code group}. */
        public static boolean isName(String group, String topic) {
            return topic.startsWith(group + "-") && topic.endsWith(SUFFIX);
        }
    }
}
