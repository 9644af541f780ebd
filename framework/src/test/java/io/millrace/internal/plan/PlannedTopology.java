package io.millrace.internal.plan;

import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Node;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;

/** A topology 'cards' of strings that a test defines, and its plans in the consumer group 'app-cards'. */
final class PlannedTopology {

    static final String GROUP = "app-cards";

    final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());

    KStream<String, String> read(String topic) {
        return builder.stream(topic, Consumed.as(topic));
    }

    KStream<String, String> readPattern(String name) {
        return builder.stream(Pattern.compile(name + "-.*"), Consumed.as(name));
    }

    /** Gives each record its value as key. */
    static KStream<String, String> byValue(KStream<String, String> stream, String name) {
        return stream.selectKey((key, value) -> value, Named.as(name));
    }

    Plan plan() {
        return plan(TopologySettings.defaults());
    }

    Plan local() {
        return plan(TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL));
    }

    Plan plan(TopologySettings settings) {
        return Planner.plan(builder.build(), GROUP, settings);
    }

    /** Returns each stage with its nodes, as {@code score[score, count-1]}. */
    static List<String> stages(Plan plan) {
        return plan.stages().stream()
                .map(stage ->
                        stage.name() + stage.nodes().stream().map(Node::name).toList())
                .toList();
    }

    /** Returns each shuffle, as {@code score DURABLE: the reason}. */
    static List<String> shuffles(Plan plan) {
        return plan.shuffles().stream()
                .map(shuffle -> "%s %s: %s".formatted(shuffle.name(), shuffle.kind(), shuffle.reason()))
                .toList();
    }
}
