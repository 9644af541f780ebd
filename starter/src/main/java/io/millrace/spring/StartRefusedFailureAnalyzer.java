package io.millrace.spring;

import io.millrace.errors.InputLostException;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.errors.MissingTopicException;
import io.millrace.errors.NotEnoughSlotsException;
import io.millrace.errors.StartRefusedException;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to change when a topology can't run as it is. Thread-safe. */
final class StartRefusedFailureAnalyzer extends AbstractFailureAnalyzer<StartRefusedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartRefusedException cause) {
        return new FailureAnalysis(cause.getMessage(), action(cause), cause);
    }

    private static String action(StartRefusedException cause) {
        if (cause instanceof MissingTopicException missing) {
            return create(missing);
        }
        if (cause instanceof NotEnoughSlotsException slots) {
            return ("Lower 'millrace.topologies.<topology>.stages.<stage>.parallelism' of a stage, or set"
                            + " 'millrace.task-slots' to %d or more.")
                    .formatted(slots.needed());
        }
        if (cause instanceof InvalidSettingsException) {
            return "Correct each setting named above. The keys under 'millrace.topologies' are the names given to"
                    + " TopologyBuilder.named(..), those under 'stages' the names of the topology's stages.";
        }
        if (cause instanceof InvalidTopologyException) {
            return "Correct each point named above in the bean method that builds the topology.";
        }
        if (cause instanceof InputLostException) {
            return "Decide whether the lost records matter before you reset the consumer group's offsets: after that"
                    + " nothing tells any more that they were not read.";
        }
        return "Change what the description names and start again; starting again alone does not help.";
    }

    private static String create(MissingTopicException missing) {
        return """
                Check the names in the topology. If they are right, create the topics with as many partitions as you need:

                %s

                or let the service create them, with a bean for each:

                %s""".formatted(
                perTopic(missing, "    kafka-topics.sh --bootstrap-server <server> --create --topic %s --partitions 4"),
                perTopic(
                        missing,
                        "    @Bean NewTopic ...() { return TopicBuilder.name(\"%s\").partitions(4).build(); }"));
    }

    private static String perTopic(MissingTopicException missing, String line) {
        return new TreeSet<>(missing.topics()).stream().map(line::formatted).collect(Collectors.joining("\n"));
    }
}
