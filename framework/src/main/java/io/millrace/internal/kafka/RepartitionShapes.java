package io.millrace.internal.kafka;

import io.millrace.errors.UnusableRepartitionTopicException;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShufflePlan.RepartitionTopic;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds how many partitions repartition topics are to have: as many as the topology says, or as a topic has that they share
 * state with, or the most that one of their inputs has. Those of a chain are asked for in its order.
 *
 * <p>A topic that exists keeps the number that it was once given by its inputs: its keys are spread over that, and there is no
 * need to have more when they do.
 *
 * <p>Confined to the thread that builds the run.
 */
final class RepartitionShapes {

    private final Plan plan;
    private final Map<String, RepartitionTopic> own = new HashMap<>();
    private final Map<String, TopicShape> known = new HashMap<>();

    /**
     * @param inputs the topics that the topology reads and others write
     * @param existing those of the repartition topics that the cluster has
     */
    RepartitionShapes(Plan plan, Map<String, TopicShape> inputs, Map<String, TopicShape> existing) {
        this.plan = plan;
        plan.repartitionTopics().forEach(topic -> own.put(topic.name(), topic));
        known.putAll(inputs);
        known.putAll(existing);
    }

    /** @throws UnusableRepartitionTopicException if nothing says how many partitions {@code topic} is to have */
    WantedRepartition wanted(RepartitionTopic topic) {
        Demand demand = demand(topic).orElseGet(() -> new Demand(freeNumber(topic), null));
        WantedRepartition wanted = new WantedRepartition(
                plan.topology(),
                topic.name(),
                new TopicShape(demand.partitions(), replicationFactor(topic)),
                demand.reason());
        known.putIfAbsent(topic.name(), wanted.shape());
        return wanted;
    }

    /** Returns what leaves no choice, if anything does. */
    private Optional<Demand> demand(RepartitionTopic topic) {
        if (topic.partitions().isPresent()) {
            return Optional.of(new Demand(topic.partitions().getAsInt(), "the topology says so"));
        }
        return siblings(topic).map(this::demandOf).flatMap(Optional::stream).findFirst();
    }

    private Optional<Demand> demandOf(String sibling) {
        RepartitionTopic repartition = own.get(sibling);
        if (repartition == null) {
            return Optional.ofNullable(known.get(sibling))
                    .map(shape -> new Demand(
                            shape.partitions(), "it shares state with '%s', which has as many".formatted(sibling)));
        }
        return repartition.partitions().stream()
                .mapToObj(number -> new Demand(
                        number,
                        "it shares state with '%s', for which the topology says so".formatted(repartition.name())))
                .findFirst();
    }

    private int freeNumber(RepartitionTopic topic) {
        TopicShape existing = known.get(topic.name());
        if (existing != null) {
            return existing.partitions();
        }
        Optional<TopicShape> sibling =
                siblings(topic).map(known::get).filter(Objects::nonNull).findFirst();
        return sibling.or(() -> largest(inputsOfFamily(topic)))
                .map(TopicShape::partitions)
                .orElseThrow(() -> new UnusableRepartitionTopicException(
                        plan.topology(),
                        topic.name(),
                        "its number of partitions is not known, because its input is a pattern",
                        "Say how many it is to have, with repartition(...), or name the topics."));
    }

    private short replicationFactor(RepartitionTopic topic) {
        return (short) shapes(inputsOfFamily(topic))
                .mapToInt(TopicShape::replicationFactor)
                .max()
                .orElse(TopicShape.DEFAULT_REPLICATION);
    }

    private Optional<TopicShape> largest(Stream<String> topics) {
        return shapes(topics).max(Comparator.comparingInt(TopicShape::partitions));
    }

    private Stream<TopicShape> shapes(Stream<String> topics) {
        return topics.map(known::get).filter(Objects::nonNull);
    }

    /** Returns the inputs of {@code topic} and of the repartition topics that it shares state with. */
    private Stream<String> inputsOfFamily(RepartitionTopic topic) {
        Stream<RepartitionTopic> family =
                Stream.concat(Stream.of(topic), siblings(topic).map(own::get).filter(Objects::nonNull));
        return family.flatMap(member -> member.inputs().stream());
    }

    /** Returns the other topics that {@code topic} shares state with. */
    private Stream<String> siblings(RepartitionTopic topic) {
        return plan.shardGroupOf(topic.name()).stream()
                .flatMap(group -> group.topics().stream())
                .filter(other -> !other.equals(topic.name()));
    }

    /** A number of partitions that a topic has to have, and why; null if it is only a good one. */
    private record Demand(int partitions, @Nullable String reason) {}
}
