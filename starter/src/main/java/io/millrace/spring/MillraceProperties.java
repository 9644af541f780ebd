package io.millrace.spring;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.StoreType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the engine and of its topologies. Immutable.
 *
 * @param applicationId Begins the names of all consumer groups, so changing it makes every topology start anew. Defaults to
 *     'spring.application.name'.
 * @param autoStartup Whether the topologies start with the application context.
 * @param exitWhenFinished Whether the process ends when all topologies have ended by themselves: with exit code 0, or 1 if one
 *     has failed. For jobs, with the triggers 'available-now' and 'once'.
 * @param taskSlots Number of workers that all topologies together may have.
 * @param trigger When records are read and epochs end: 'real-time', 'real-time 10s', 'processing-time 500ms',
 *     'available-now' or 'once'. A topology's own setting goes before it.
 * @param delivery How often readers see each output after a failure: 'at-least-once', at once, or 'exactly-once', with the
 *     checkpoint. A topology's own setting goes before it.
 * @param shuffle How records get to their new keys' workers: 'durable', through a topic, or 'local', in memory, where one
 *     instance has all partitions and the others stand by. A topology's own setting goes before it.
 * @param threads Which threads run the stages. A topology's own setting goes before it.
 * @param drainTimeout How long a stop waits for the records in flight. A topology's own setting goes before it.
 * @param startTimeout How long a start waits for Kafka's answers. A topology's own setting goes before it.
 * @param topologies Settings of single topologies by name: 'trigger', 'delivery', 'shuffle', 'threads', 'drain-timeout', 'start-timeout',
 *     'restart.*', 'state.*', 'on-error', 'errors.*', 'stages.<stage>.parallelism' and 'stages.<stage>.errors.*'.
 */
@ConfigurationProperties("millrace")
record MillraceProperties(
        @Nullable String applicationId,
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue("false") boolean exitWhenFinished,
        @DefaultValue("64") int taskSlots,
        @DefaultValue("real-time") Trigger trigger,
        @DefaultValue("at-least-once") Delivery delivery,
        @DefaultValue("durable") ShuffleMode shuffle,
        @DefaultValue("auto") ThreadMode threads,
        @DefaultValue("25s") Duration drainTimeout,
        @DefaultValue("15s") Duration startTimeout,
        @DefaultValue Restart restart,
        @DefaultValue State state,
        @DefaultValue Errors errors,
        @DefaultValue Queries queries,
        @DefaultValue Metrics metrics,
        @DefaultValue Health health,
        @DefaultValue Map<String, TopologyProperties> topologies) {

    MillraceProperties {
        topologies = Map.copyOf(topologies);
    }

    /** Returns how topologies run that have no settings of their own. */
    TopologySettings defaultSettings() {
        RestartPolicy policy = RestartProperties.policy(
                "millrace", restart.maxAttempts(), restart.initialBackoff(), restart.maxBackoff());
        return new TopologySettings(
                trigger,
                delivery,
                shuffle,
                threads,
                policy,
                Map.of(),
                drainTimeout,
                startTimeout,
                state.settings(),
                errors.settings(),
                queries.settings());
    }

    /** Returns the settings of the topologies that have their own. */
    Map<String, TopologySettings> settings(TopologyNames names) {
        TopologySettings general = defaultSettings();
        Map<String, TopologySettings> settings = new HashMap<>();
        ErrorChoices choices = errors.choices();
        topologies.forEach((key, topology) ->
                settings.put(names.resolve(key), topology.over(general, choices, "millrace.topologies." + key)));
        return settings;
    }

    /**
     * What happens after a topology has failed.
     *
     * @param maxAttempts Restarts in a row before a failed topology stays down. A topology's own setting goes before it.
     * @param initialBackoff Pause before the first restart; it doubles with each further one. A topology's own setting goes
     *     before it.
     * @param maxBackoff Longest pause before a restart. A topology's own setting goes before it.
     */
    record Restart(
            @DefaultValue("5") int maxAttempts,
            @DefaultValue("1s") Duration initialBackoff,
            @DefaultValue("1m") Duration maxBackoff) {}

    /**
     * Whether and how state may be asked for.
     *
     * @param enabled Whether the service's code, and with 'millrace.queries.http.enabled' its other instances, may ask for the state of
     *     its topologies. Costs each worker with stores a look at its queue once a turn.
     * @param maxWaiting Number of questions that may wait at each worker.
     * @param maxEntries Number of entries that one answer may have.
     * @param maxBytes Size that one answer may have, serialized.
     */
    record Queries(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("1024") int maxWaiting,
            @DefaultValue("10000") int maxEntries,
            @DefaultValue("1MB") DataSize maxBytes) {

        QuerySettings settings() {
            return new QuerySettings(
                    enabled, maxWaiting, maxEntries, Math.toIntExact(maxBytes.toBytes()), Optional.empty());
        }
    }

    /**
     * What is measured.
     *
     * @param enabled Whether the workers are measured, and what they do is put into the service's meter registries.
     */
    record Metrics(@DefaultValue("true") boolean enabled) {}

    /**
     * What counts as healthy.
     *
     * @param maxCheckpointIntervals Number of the trigger's intervals, and at least 30 seconds, that may pass without a checkpoint
     *     before a topology is DOWN; 0 for any number.
     */
    record Health(@DefaultValue("3") int maxCheckpointIntervals) {

        Health {
            if (maxCheckpointIntervals < 0) {
                throw new InvalidSettingsException(
                        List.of("'millrace.health.max-checkpoint-intervals' is %d: give 0 or more"
                                .formatted(maxCheckpointIntervals)));
            }
        }
    }

    /**
     * How stores are kept.
     *
     * @param storeType Where stores are kept that say nothing of it: 'in-memory' or 'rocks-db'. A topology's own setting goes
     *     before it.
     * @param directory Where stores keep files; it should survive a restart of the process. Defaults to 'millrace' in the
     *     system's directory for temporary files. A topology's own setting goes before it.
     * @param maxChanged Changed state, and outputs that leave with the checkpoint, from which on an epoch is ended early. A
     *     topology's own setting goes before it.
     * @param standby Number of copies on other instances, kept up to date so that these can take over soon. A topology's own
     *     setting goes before it.
     * @param rocksDbMemory Native memory for all RocksDB stores of a topology together. A topology's own setting goes before
     *     it.
     * @param checkMutations Whether to find values that were changed after they were put into a store, at the cost of
     *     serializing each one. A topology's own setting goes before it.
     */
    record State(
            @DefaultValue("in-memory") StoreType storeType,
            @Nullable Path directory,
            @DefaultValue("64MB") DataSize maxChanged,
            @DefaultValue("0") int standby,
            @DefaultValue("64MB") DataSize rocksDbMemory,
            @DefaultValue("false") boolean checkMutations) {

        StateSettings settings() {
            return StateProperties.checked(
                    "millrace",
                    () -> new StateSettings(
                            storeType,
                            directory == null ? StateSettings.defaults().directory() : directory,
                            maxChanged.toBytes(),
                            standby,
                            rocksDbMemory.toBytes(),
                            checkMutations));
        }
    }

    /**
     * What becomes of records that fail.
     *
     * @param onError What becomes of records that fail: 'fail', 'skip', 'retry' or 'dead-letter'. A topology's or a stage's own setting
     *     goes before it.
     * @param deserialization The same where bytes are made into objects. Defaults to 'millrace.errors.on-error'.
     * @param processing The same where an operator runs or a timer fires. Defaults to 'millrace.errors.on-error'.
     * @param production The same where objects are made into bytes, or an output is refused. Defaults to 'millrace.errors.on-error'.
     * @param stuckAfter How long user code may be busy with one record before it is told to be stuck. A topology's own setting goes
     *     before it.
     * @param maxParked How many records of each worker may wait for a retry before it takes nothing new. A topology's own setting goes
     *     before it.
     */
    record Errors(
            @DefaultValue("fail") OnError onError,
            @Nullable OnError deserialization,
            @Nullable OnError processing,
            @Nullable OnError production,
            @DefaultValue Retry retry,
            @NestedConfigurationProperty ErrorProperties.@Nullable DeadLetter deadLetter,
            @DefaultValue Circuit circuit,
            @DefaultValue("30s") Duration stuckAfter,
            @DefaultValue("1000") int maxParked) {

        private static final String PREFIX = "millrace.errors";

        ErrorChoices choices() {
            return ErrorChoices.NONE.with(
                    new ErrorChoices.Level(
                            onError == OnError.FAIL ? null : onError,
                            deserialization,
                            processing,
                            production,
                            retry.properties()),
                    PREFIX);
        }

        ErrorSettings settings() {
            return new ErrorProperties(
                            null, null, null, null, null, deadLetter, circuit.properties(), stuckAfter, maxParked)
                    .over(ErrorSettings.defaults(), choices().policies(PREFIX), Map.of(), PREFIX);
        }
    }

    /**
     * How records are tried again where 'retry' is the choice.
     *
     * @param maxRetries Tries after the first; 2147483647 for as many as it takes. A topology's or a stage's own setting goes before it.
     * @param initialDelay Pause before the first retry. A topology's or a stage's own setting goes before it.
     * @param multiplier By how much each pause is longer than the one before. A topology's or a stage's own setting goes before it.
     * @param maxDelay Longest pause before a retry. A topology's or a stage's own setting goes before it.
     * @param jitter Largest part of a pause by which it gets shorter or longer at random, 0 to 1. A topology's or a stage's own setting
     *     goes before it.
     * @param then What becomes of a record whose last try has failed: 'fail', 'skip' or 'dead-letter'. A topology's or a stage's own
     *     setting goes before it.
     */
    record Retry(
            @DefaultValue("5") int maxRetries,
            @DefaultValue("100ms") Duration initialDelay,
            @DefaultValue("2") double multiplier,
            @DefaultValue("10s") Duration maxDelay,
            @DefaultValue("0.2") double jitter,
            @DefaultValue("fail") OnError then) {

        RetryProperties properties() {
            return new RetryProperties(maxRetries, initialDelay, multiplier, maxDelay, jitter, then);
        }
    }

    /**
     * How many records may be given up before the topology is.
     *
     * @param maxErrors Number of records that may be skipped or dead-lettered within the window; with one more, the topology stays down.
     *     A topology's own setting goes before it.
     * @param window Time within which records that were given up are counted. A topology's own setting goes before it.
     */
    record Circuit(
            @DefaultValue("1000") int maxErrors,
            @DefaultValue("1m") Duration window) {

        ErrorProperties.Circuit properties() {
            return new ErrorProperties.Circuit(maxErrors, window);
        }
    }
}
