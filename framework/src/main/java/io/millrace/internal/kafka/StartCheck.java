package io.millrace.internal.kafka;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.stage.PlacesBefore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Finds out before a topology starts whether the cluster has all that it needs, and makes the topics of its own. Immutable.
 *
 * @param group the consumer group
 */
record StartCheck(Plan plan, String group, KafkaAnswers answers) {

    /**
     * What was found.
     *
     * @param changelogs of all logged stores
     * @param ids of the topics that the topology names
     * @param places the partitions before its shuffles
     * @param partitions of those topics
     */
    record Found(List<ChangelogTopic> changelogs, TopicIds ids, PlacesBefore places, PartitionsOfKeys partitions) {

        static final Found NOTHING =
                new Found(List.of(), TopicIds.UNKNOWN, PlacesBefore.NONE, new PartitionsOfKeys(Map.of()));
    }

    /**
     * Asks the cluster and waits for it.
     *
     * @throws io.millrace.errors.BrokerUnavailableException if no broker answers in time
     * @throws io.millrace.errors.StartRefusedException if a topic is missing or does not fit
     */
    Found run(Admin admin) {
        Map<String, TopicDescription> topics = new HashMap<>(new ClusterCheck(plan, answers).run(admin));
        new ShuffleCheck(plan, group, answers).run(admin);
        topics.putAll(new RepartitionCheck(plan, answers).run(admin, topics));
        new DeadLetterCheck(plan, answers).run(admin);
        return new Found(
                new ChangelogCheck(new Changelogs(plan, group), answers).run(admin),
                TopicIds.of(topics.values()),
                new PlacesBeforeShuffles(plan, topics).find(),
                new PartitionsOfKeys(topics.values().stream()
                        .collect(Collectors.toMap(TopicDescription::name, topic -> topic.partitions()
                                .size()))));
    }
}
