package io.millrace.internal.kafka;

import io.millrace.errors.MissingTopicException;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShufflePlan.RepartitionTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Finds out before a topology starts whether its repartition topics fit, and creates those that are missing. Another instance
 * may be doing the same. Immutable.
 */
record RepartitionCheck(Plan plan, KafkaAnswers answers) {

    /**
     * Asks the cluster and waits for it; returns what it says of the repartition topics.
     *
     * @param inputs what it says of the other topics
     * @throws io.millrace.errors.BrokerUnavailableException if the cluster does not answer in time
     * @throws io.millrace.errors.UnusableRepartitionTopicException if one does not fit, or can't be created
     */
    Map<String, TopicDescription> run(Admin admin, Map<String, TopicDescription> inputs) {
        List<String> topics =
                plan.repartitionTopics().stream().map(RepartitionTopic::name).toList();
        if (topics.isEmpty()) {
            return Map.of();
        }
        TopicLookup lookup = new TopicLookup(admin, answers);
        RepartitionShapes shapes = new RepartitionShapes(plan, shapes(inputs), shapes(lookup.find(topics)));
        List<WantedRepartition> wanted =
                plan.repartitionTopics().stream().map(shapes::wanted).toList();
        new TopicCreation(plan.topology(), lookup).createMissing(wanted);
        Map<String, TopicDescription> descriptions = lookup.findPatiently(topics);
        Map<String, Config> configs = lookup.configsPatiently(topics);
        for (WantedRepartition topic : wanted) {
            TopicDescription description = descriptions.get(topic.topic());
            Config config = configs.get(topic.topic());
            if (description == null || config == null) {
                throw new MissingTopicException(plan.topology(), List.of(topic.topic()));
            }
            topic.match(description, config);
        }
        return descriptions;
    }

    private static Map<String, TopicShape> shapes(Map<String, TopicDescription> topics) {
        Map<String, TopicShape> shapes = new HashMap<>();
        topics.forEach((name, description) -> shapes.put(name, TopicShape.of(description)));
        return shapes;
    }
}
