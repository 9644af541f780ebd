package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the cluster how large the records of output topics may be, and waits for it. Thread-safe. */
final class OutputLimits {

    private static final Logger LOG = LoggerFactory.getLogger(OutputLimits.class);

    private final String topology;
    private final KafkaAnswers answers;
    private final AtomicBoolean told = new AtomicBoolean();

    OutputLimits(String topology, KafkaAnswers answers) {
        this.topology = topology;
        this.answers = answers;
    }

    /**
     * Returns the most bytes that a record of each of {@code topics} may have.
     *
     * @throws UnknownTopicOrPartitionException if one of them does not exist
     * @throws MillraceException if the cluster does not answer in time
     */
    Map<String, Integer> of(Admin admin, Collection<String> topics) {
        TopicLookup lookup = new TopicLookup(admin, answers);
        Map<String, Integer> limits = new HashMap<>();
        try {
            lookup.configsPatiently(topics).forEach((topic, config) -> limits.put(topic, limit(config)));
        } catch (MillraceException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            if (topics.size() > 1) {
                topics.forEach(topic -> limits.putAll(of(admin, Set.of(topic))));
                return limits;
            }
            tell(e.getCause());
            lookup.findPatiently(topics).keySet().forEach(topic -> limits.put(topic, OutputSizes.NO_LIMIT));
        }
        for (String topic : topics) {
            if (!limits.containsKey(topic)) {
                throw new UnknownTopicOrPartitionException("Topic '%s' does not exist".formatted(topic));
            }
        }
        return limits;
    }

    /** As the other, of one topic. */
    int of(Admin admin, String topic) {
        return of(admin, Set.of(topic)).getOrDefault(topic, OutputSizes.NO_LIMIT);
    }

    private static int limit(Config config) {
        ConfigEntry entry = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return entry == null || entry.value() == null ? OutputSizes.NO_LIMIT : Integer.parseInt(entry.value());
    }

    private void tell(Throwable refusal) {
        if (told.compareAndSet(false, true)) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}' may not see how large the records of its output topics may be ({}): what is larger is found"
                                    + " by the broker, and fails the topology. Allow it to describe the topics' configs",
                            topology,
                            refusal.getClass().getName());
        }
    }
}
