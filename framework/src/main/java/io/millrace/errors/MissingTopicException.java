package io.millrace.errors;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** A topology reads from or writes to topics that the cluster does not have. */
public final class MissingTopicException extends StartRefusedException {

    private final Set<String> topics;

    public MissingTopicException(String topology, Collection<String> topics) {
        super("Topology '%s' uses topics that the cluster does not have: '%s'. Create them, or correct the names."
                .formatted(topology, String.join("', '", new TreeSet<>(topics))));
        this.topics = Set.copyOf(topics);
    }

    public Set<String> topics() {
        return topics;
    }
}
