package io.millrace.spring;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of one topology; what is left out falls back on the settings of all. Immutable.
 *
 * @param trigger When records are read and epochs end: 'real-time', 'real-time 10s', 'processing-time 500ms',
 *     'available-now' or 'once'.
 * @param delivery How often readers see each output after a failure: 'at-least-once', at once, or 'exactly-once', with the
 *     checkpoint.
 * @param shuffle How records get to their new keys' workers: 'durable', through a topic, or 'local', in memory, where one
 *     instance has all partitions and the others stand by.
 * @param threads Which threads run the stages.
 * @param drainTimeout How long a stop waits for the records in flight.
 * @param startTimeout How long a start waits for Kafka's answers.
 * @param onError What becomes of records that fail: 'fail', 'skip', 'retry' or 'dead-letter'. Short for 'errors.on-error'.
 * @param stages Settings of single stages by name.
 */
record TopologyProperties(
        @Nullable Trigger trigger,
        @Nullable Delivery delivery,
        @Nullable ShuffleMode shuffle,
        @Nullable ThreadMode threads,
        @Nullable Duration drainTimeout,
        @Nullable Duration startTimeout,
        @Nullable RestartProperties restart,
        @Nullable StateProperties state,
        @Nullable OnError onError,
        @Nullable ErrorProperties errors,
        @DefaultValue Map<String, StageProperties> stages) {

    TopologyProperties {
        stages = Map.copyOf(stages);
    }

    /**
     * Returns {@code general} with what is set here.
     *
     * @param choices what is said of records that fail in all topologies
     * @param prefix where this is written
     */
    TopologySettings over(TopologySettings general, ErrorChoices choices, String prefix) {
        return new TopologySettings(
                trigger == null ? general.trigger() : trigger,
                delivery == null ? general.delivery() : delivery,
                shuffle == null ? general.shuffle() : shuffle,
                threads == null ? general.threads() : threads,
                restart == null ? general.restart() : restart.over(general.restart(), prefix),
                parallelism(),
                drainTimeout == null ? general.drainTimeout() : drainTimeout,
                startTimeout == null ? general.startTimeout() : startTimeout,
                state == null ? general.state() : state.over(general.state(), prefix),
                errors(general.errors(), choices, prefix),
                general.queries());
    }

    private ErrorSettings errors(ErrorSettings general, ErrorChoices choices, String prefix) {
        ErrorProperties own = errors == null ? ErrorProperties.NONE : errors;
        ErrorChoices.Level shortForm = new ErrorChoices.Level(onError, null, null, null, null);
        ErrorChoices ofTopology = choices.with(shortForm, prefix).with(own.level(), prefix + ".errors");
        Map<String, Map<ErrorPhase, ErrorPolicy>> ofStages = new HashMap<>();
        stages.forEach((name, stage) -> {
            if (stage.errors() != null) {
                String where = "%s.stages.%s.errors".formatted(prefix, name);
                ofStages.put(
                        name, ofTopology.with(stage.errors().level(), where).policies(where));
            }
        });
        return own.over(general, ofTopology.policies(prefix + ".errors"), ofStages, prefix + ".errors");
    }

    private Map<String, Integer> parallelism() {
        Map<String, Integer> workers = new HashMap<>();
        stages.forEach((name, stage) -> {
            if (stage.parallelism() != null) {
                workers.put(name, stage.parallelism());
            }
        });
        return workers;
    }

    /**
     * Settings of one stage. Immutable.
     *
     * @param parallelism Number of the stage's workers, over what the topology says.
     */
    record StageProperties(
            @Nullable Integer parallelism, @Nullable StageErrorProperties errors) {}
}
