package io.millrace.spring;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
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
 *     'restart.*', 'state.*' and 'stages.<stage>.parallelism'.
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
                ErrorSettings.defaults());
    }

    /** Returns the settings of the topologies that have their own. */
    Map<String, TopologySettings> settings(TopologyNames names) {
        TopologySettings general = defaultSettings();
        Map<String, TopologySettings> settings = new HashMap<>();
        topologies.forEach((key, topology) ->
                settings.put(names.resolve(key), topology.over(general, "millrace.topologies." + key)));
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
}
