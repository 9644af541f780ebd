package io.millrace.internal.kafka;

import io.millrace.errors.ShuffleChangedException;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShufflePlan;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out before a topology starts whether it has shuffled through topics before and is not to do so any more: records that wait
 * in these would be lost. That state is divided in another way than before is found out with its changelogs. Immutable.
 *
 * @param group the consumer group
 */
record ShuffleCheck(Plan plan, String group, KafkaAnswers answers) {

    /**
     * Asks the cluster and waits for it.
     *
     * @throws io.millrace.errors.BrokerUnavailableException if the cluster does not answer in time
     * @throws ShuffleChangedException if the group has read repartition topics
     */
    void run(Admin admin) {
        if (!plan.isUndivided()) {
            return;
        }
        answers
                .await(admin.listConsumerGroupOffsets(
                                Map.of(group, new ListConsumerGroupOffsetsSpec()),
                                new ListConsumerGroupOffsetsOptions().requireStable(false))
                        .partitionsToOffsetAndMetadata(group))
                .keySet()
                .stream()
                .map(TopicPartition::topic)
                .filter(this::isFormerlyOurs)
                .sorted()
                .findFirst()
                .ifPresent(topic -> {
                    throw ShuffleChangedException.toLocal(
                            plan.topology(),
                            group,
                            "its consumer group has read '%s', in which records may wait that would be lost"
                                    .formatted(topic));
                });
    }

    private boolean isFormerlyOurs(String topic) {
        return ShufflePlan.RepartitionTopic.isName(group, topic)
                && plan.sources().stream().noneMatch(source -> source.reads(topic));
    }
}
