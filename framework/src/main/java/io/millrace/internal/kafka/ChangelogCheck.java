package io.millrace.internal.kafka;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.UnequalPartitionsException;
import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.ShardGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Finds out before a topology starts whether its changelogs fit its inputs, and creates those that are missing. Another
 * instance may be doing the same. Immutable.
 */
record ChangelogCheck(Changelogs changelogs, KafkaAnswers answers) {

    /**
     * Asks the cluster and waits for it; returns the changelogs of all logged stores. The inputs are known to exist.
     *
     * @throws io.millrace.errors.BrokerUnavailableException if the cluster does not answer in time
     * @throws UnequalPartitionsException if inputs that share state have different numbers of partitions
     * @throws io.millrace.errors.UnusableChangelogException if a changelog does not fit, or can't be created
     */
    List<ChangelogTopic> run(Admin admin) {
        TopicLookup lookup = new TopicLookup(admin, answers);
        List<WantedChangelog> wanted = wanted(lookup);
        if (wanted.isEmpty()) {
            return List.of();
        }
        new TopicCreation(topology(), lookup).createMissing(wanted);
        List<String> topics = wanted.stream().map(WantedChangelog::topic).toList();
        Map<String, TopicDescription> descriptions = lookup.findPatiently(topics);
        Map<String, Config> configs = lookup.configsPatiently(topics);
        List<ChangelogTopic> found = new ArrayList<>();
        for (WantedChangelog changelog : wanted) {
            TopicDescription description = descriptions.get(changelog.topic());
            Config config = configs.get(changelog.topic());
            if (description == null || config == null) {
                throw new MissingTopicException(topology(), List.of(changelog.topic()));
            }
            found.add(changelog.matched(description, config));
        }
        return found;
    }

    private List<WantedChangelog> wanted(TopicLookup lookup) {
        Map<String, List<TopicDescription>> inputs = new HashMap<>();
        for (ShardGroup group : changelogs.plan().shardGroups()) {
            inputs.put(group.name(), inputs(group, lookup));
        }
        return changelogs.loggedStores().stream()
                .map(store -> new WantedChangelog(
                        topology(),
                        store.name(),
                        changelogs.topicOf(store.name()),
                        changelogs.plan().shardGroup(store.group()).division(),
                        inputs.getOrDefault(store.group(), List.of())))
                .toList();
    }

    private List<TopicDescription> inputs(ShardGroup group, TopicLookup lookup) {
        List<TopicDescription> inputs = List.copyOf(new TreeMap<>(lookup.findPatiently(group.topics())).values());
        if (group.division() == Division.BY_PARTITION) {
            requireEquallyMany(inputs);
        }
        return inputs;
    }

    private void requireEquallyMany(List<TopicDescription> inputs) {
        TopicDescription first = inputs.get(0);
        for (TopicDescription other : inputs) {
            if (other.partitions().size() != first.partitions().size()) {
                throw new UnequalPartitionsException(
                        topology(),
                        first.name(),
                        first.partitions().size(),
                        other.name(),
                        other.partitions().size());
            }
        }
    }

    private String topology() {
        return changelogs.plan().topology();
    }
}
