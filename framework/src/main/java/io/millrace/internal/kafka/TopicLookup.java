package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Looks for topics. Looks again for missing ones where it is patient: a topic that was created a moment ago is not known to
 * every broker yet. Immutable.
 */
record TopicLookup(Admin admin, KafkaAnswers answers) {

    private static final int LOOKS = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Returns those of {@code topics} that the cluster has. */
    Map<String, TopicDescription> find(Collection<String> topics) {
        return existing(admin.describeTopics(topics).topicNameValues());
    }

    Map<String, TopicDescription> findPatiently(Collection<String> topics) {
        return patiently(topics, this::find);
    }

    Map<String, Config> configsPatiently(Collection<String> topics) {
        return patiently(topics, this::configs);
    }

    private Map<String, Config> configs(Collection<String> topics) {
        Map<ConfigResource, KafkaFuture<Config>> asked = admin.describeConfigs(topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList())
                .values();
        return existing(asked.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue)));
    }

    private <T> Map<String, T> existing(Map<String, KafkaFuture<T>> asked) {
        Map<String, T> found = new HashMap<>();
        asked.forEach((topic, answer) -> answers.awaitIfExists(answer).ifPresent(value -> found.put(topic, value)));
        return found;
    }

    private <T> Map<String, T> patiently(Collection<String> topics, Function<Collection<String>, Map<String, T>> look) {
        Map<String, T> found = look.apply(topics);
        for (int looks = 1; looks < LOOKS && found.size() < topics.size(); looks++) {
            answers.waiting().pause(PAUSE);
            Set<String> missing = new HashSet<>(topics);
            missing.removeAll(found.keySet());
            found.putAll(look.apply(missing));
        }
        return found;
    }
}
