package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.UnusableRepartitionTopicException;
import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.ShufflePlan;
import io.millrace.internal.plan.ShufflePlan.RepartitionTopic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepartitionShapesTest {

    private static final Map<String, TopicShape> INPUTS = Map.of("small", shape(2, 3), "large", shape(8, 1));

    @Test
    void aTopicHasAsManyPartitionsAsTheLargestOfItsInputs() {
        RepartitionTopic topic = topic("topic", "small", "large");

        assertThat(wanted(plan(topic), Map.of(), topic))
                .isEqualTo(new WantedRepartition("cards", "topic", shape(8, 3), null));
    }

    @Test
    void whatTheTopologySaysGoesBeforeItsInputs() {
        RepartitionTopic topic = new RepartitionTopic("topic", OptionalInt.of(5), Set.of("large"));

        WantedRepartition wanted = wanted(plan(topic), Map.of("topic", shape(8, 1)), topic);

        assertThat(wanted.shape().partitions()).isEqualTo(5);
        assertThat(wanted.demand()).isEqualTo("the topology says so");
    }

    @Test
    void aTopicThatExistsKeepsTheNumberThatItsInputsOnceHad() {
        RepartitionTopic topic = topic("topic", "large");

        WantedRepartition wanted = wanted(plan(topic), Map.of("topic", shape(4, 1)), topic);

        assertThat(wanted.shape().partitions()).isEqualTo(4);
        assertThat(wanted.demand()).isNull();
    }

    @Test
    void aTopicHasAsManyAsTheOneThatItSharesStateWith() {
        RepartitionTopic topic = topic("topic", "small");

        WantedRepartition wanted = wanted(plan(group("topic", "large"), topic), Map.of(), topic);

        assertThat(wanted.shape().partitions()).isEqualTo(8);
        assertThat(wanted.demand()).isEqualTo("it shares state with 'large', which has as many");
    }

    @Test
    void twoTopicsThatShareStateHaveEquallyMany() {
        RepartitionTopic first = topic("first", "small");
        RepartitionTopic second = topic("second", "large");
        RepartitionShapes shapes =
                new RepartitionShapes(plan(group("first", "second"), first, second), INPUTS, Map.of());

        assertThat(Stream.of(first, second).map(shapes::wanted))
                .extracting(wanted -> wanted.shape().partitions())
                .containsExactly(8, 8);
    }

    @Test
    void whatTheTopologySaysOfOneCountsForThoseThatShareItsState() {
        RepartitionTopic first = topic("first", "small");
        RepartitionTopic second = new RepartitionTopic("second", OptionalInt.of(6), Set.of("large"));

        WantedRepartition wanted = wanted(plan(group("first", "second"), first, second), Map.of(), first);

        assertThat(wanted.shape().partitions()).isEqualTo(6);
        assertThat(wanted.demand()).isEqualTo("it shares state with 'second', for which the topology says so");
    }

    @Test
    void aMissingTopicFollowsTheOneThatExistsAndSharesItsState() {
        RepartitionTopic first = topic("first", "small");
        RepartitionTopic second = topic("second", "large");

        WantedRepartition wanted =
                wanted(plan(group("first", "second"), first, second), Map.of("second", shape(4, 1)), first);

        assertThat(wanted.shape().partitions()).isEqualTo(4);
    }

    @Test
    void numbersPassAlongAChain() {
        RepartitionTopic first = topic("first", "large");
        RepartitionTopic second = topic("second", "first");
        RepartitionShapes shapes = new RepartitionShapes(plan(first, second), INPUTS, Map.of());

        assertThat(Stream.of(first, second).map(shapes::wanted))
                .extracting(WantedRepartition::shape)
                .containsOnly(shape(8, 1));
    }

    @Test
    void aChainBehindATopicThatExistsFollowsThatOne() {
        RepartitionTopic first = topic("first", "large");
        RepartitionTopic second = topic("second", "first");
        RepartitionShapes shapes = new RepartitionShapes(plan(first, second), INPUTS, Map.of("first", shape(4, 2)));

        assertThat(Stream.of(first, second).map(shapes::wanted))
                .extracting(WantedRepartition::shape)
                .containsExactly(shape(4, 1), shape(4, 2));
    }

    @Test
    void aTopicBehindAPatternHasNoNumberOfItsOwn() {
        RepartitionTopic topic = topic("topic");

        assertThatExceptionOfType(UnusableRepartitionTopicException.class)
                .isThrownBy(() -> wanted(plan(topic), Map.of(), topic))
                .withMessageContaining("its number of partitions is not known, because its input is a pattern");
    }

    @Test
    void theReplicationOfATopicBehindAPatternIsTheClusters() {
        RepartitionTopic topic = new RepartitionTopic("topic", OptionalInt.of(5), Set.of());

        assertThat(wanted(plan(topic), Map.of(), topic).toCreate().replicationFactor())
                .isEqualTo((short) -1);
    }

    private static WantedRepartition wanted(Plan plan, Map<String, TopicShape> existing, RepartitionTopic topic) {
        return new RepartitionShapes(plan, INPUTS, existing).wanted(topic);
    }

    private static RepartitionTopic topic(String name, String... inputs) {
        return new RepartitionTopic(name, OptionalInt.empty(), Set.of(inputs));
    }

    private static TopicShape shape(int partitions, int replicationFactor) {
        return new TopicShape(partitions, (short) replicationFactor);
    }

    private static ShardGroup group(String... topics) {
        return new ShardGroup("group", new TreeSet<>(Set.of(topics)), List.of(), Division.BY_PARTITION);
    }

    private static Plan plan(RepartitionTopic... topics) {
        return plan(List.of(), topics);
    }

    private static Plan plan(ShardGroup group, RepartitionTopic... topics) {
        return plan(List.of(group), topics);
    }

    private static Plan plan(List<ShardGroup> groups, RepartitionTopic... topics) {
        List<ShufflePlan> shuffles = Stream.of(topics)
                .map(topic -> new ShufflePlan(topic.name(), ShufflePlan.Kind.DURABLE, "", Optional.of(topic)))
                .toList();
        return new Plan("cards", List.of(), groups, shuffles, List.of());
    }
}
