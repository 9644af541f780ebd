package io.millrace.spring;

import io.millrace.topology.Topology;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the topology that a key under 'millrace.topologies' means.
 *
 * <p>An environment variable can't hold a dash: MILLRACE_TOPOLOGIES_FRAUDDETECTION_TRIGGER arrives as 'frauddetection' and
 * means 'fraud-detection', as everywhere in Spring Boot. Immutable.
 */
final class TopologyNames {

    private final Set<String> names;

    TopologyNames(Collection<Topology> topologies) {
        names = topologies.stream().map(Topology::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the topology's name, or {@code key} itself if no topology is meant. */
    String resolve(String key) {
        if (names.contains(key)) {
            return key;
        }
        return names.stream()
                .filter(name -> uniform(name).equals(uniform(key)))
                .findFirst()
                .orElse(key);
    }

    private static String uniform(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
