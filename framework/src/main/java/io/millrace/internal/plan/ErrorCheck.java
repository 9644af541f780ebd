package io.millrace.internal.plan;

import io.millrace.runtime.ErrorSettings;
import io.millrace.topology.Node;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds settings for records that fail which don't fit their topology. */
final class ErrorCheck {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private ErrorCheck() {}

    /** Returns what is wrong, as sentences. */
    static List<String> problems(Topology topology, ErrorSettings settings, Graph graph, List<StagePlan> stages) {
        List<String> problems = new ArrayList<>();
        List<String> names = stages.stream().map(StagePlan::name).toList();
        new TreeSet<>(settings.stagePolicies().keySet())
                .stream()
                        .filter(stage -> !names.contains(stage))
                        .forEach(stage -> problems.add(
                                "Topology '%s' has an error policy for stage '%s', which it does not have. %s"
                                        .formatted(topology.name(), stage, NearestName.suggest(stage, names))));
        settings.deadLetterTopic().ifPresent(topic -> {
            if (!TOPIC.matcher(topic).matches()) {
                problems.add(
                        "Topology '%s' has the dead-letter topic '%s', which Kafka does not take: use 1 to 249 letters, digits, '.', '_' and '-'."
                                .formatted(topology.name(), topic));
            }
            graph.nodes().stream()
                    .filter(node -> node instanceof Node.Source source && source.reads(topic))
                    .forEach(source -> problems.add(
                            "Topology '%s' has the dead-letter topic '%s', and source %s reads it: what fails once would come round for ever. Name another topic."
                                    .formatted(topology.name(), topic, topology.placeOf(source.name()))));
        });
        return problems;
    }
}
