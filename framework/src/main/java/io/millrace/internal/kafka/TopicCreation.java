package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates topics of the topology's own that are missing. Another instance may be doing the same. Immutable. */
record TopicCreation(String topology, TopicLookup lookup) {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);

    /**
     * Creates those of {@code wanted} that the cluster does not have, and waits for that.
     *
     * @throws io.millrace.errors.StartRefusedException if Kafka refuses one
     */
    void createMissing(Collection<? extends WantedTopic> wanted) {
        List<String> topics = wanted.stream().map(WantedTopic::topic).toList();
        Set<String> existing = lookup.find(topics).keySet();
        Map<String, WantedTopic> missing = new HashMap<>();
        wanted.stream()
                .filter(topic -> !existing.contains(topic.topic()))
                .forEach(topic -> missing.put(topic.topic(), topic));
        if (missing.isEmpty()) {
            return;
        }
        Map<String, KafkaFuture<Void>> answers = lookup.admin()
                .createTopics(
                        missing.values().stream().map(WantedTopic::toCreate).toList())
                .values();
        missing.forEach((name, topic) -> await(topic, answers.get(name)));
        LOG.atInfo()
                .addKeyValue("millrace.topology", topology)
                .log("Topology '{}': created topics {}", topology, missing.keySet());
    }

    private void await(WantedTopic topic, @Nullable KafkaFuture<Void> answer) {
        if (answer == null) {
            throw new IllegalStateException("Nothing was answered on topic '%s'".formatted(topic.topic()));
        }
        try {
            lookup.answers().await(answer);
        } catch (MillraceException e) {
            Throwable reason = e.getCause();
            if (reason instanceof TopicExistsException) {
                return; // another instance was faster
            }
            if (reason instanceof ApiException && !(reason instanceof RetriableException)) {
                throw topic.notCreated(String.valueOf(reason.getMessage()));
            }
            throw e;
        }
    }
}
