package io.millrace.spring.tracing;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;
import java.util.Arrays;
import java.util.List;

/** The observations that are made of records which are traced. */
public enum StreamObservation implements ObservationDocumentation {

    /** A record from Kafka, while its first stage has it. */
    RECORD("millrace.record", Key.TOPOLOGY, Key.STAGE, Key.SYSTEM, Key.TOPIC, Key.OPERATION),

    /** The record in a further stage, behind a lane. */
    STAGE("millrace.stage", Key.TOPOLOGY, Key.STAGE),

    /** A further try of a record that had failed. */
    RETRY("millrace.retry", Key.TOPOLOGY, Key.STAGE, Key.NODE),

    /** A call to elsewhere, from its beginning to its answer; each try is one. */
    CALL("millrace.call", Key.TOPOLOGY, Key.STAGE, Key.NODE),

    /** An output, from its making until Kafka has it for good: with exactly-once, until its epoch is committed. */
    OUTPUT("millrace.output", Key.TOPOLOGY, Key.STAGE, Key.SYSTEM, Key.TOPIC, Key.OPERATION);

    private final String observation;
    private final Key[] keys;

    StreamObservation(String observation, Key... keys) {
        this.observation = observation;
        this.keys = keys;
    }

    @Override
    public String getName() {
        return observation;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return keys.clone();
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return StreamObservationConvention.class;
    }

    /** Returns the names of all, which meters of them would have, too. */
    static List<String> names() {
        return Arrays.stream(values()).map(StreamObservation::getName).toList();
    }

    /** What an observation tells. There is nothing of a record in it, so that there are few values. */
    public enum Key implements KeyName {

        /** The topology's name. */
        TOPOLOGY("millrace.topology"),

        /** The stage's name. */
        STAGE("millrace.stage"),

        /** The operator's name. */
        NODE("millrace.node"),

        /** {@code kafka}. */
        SYSTEM("messaging.system"),

        /** The topic that the record comes from, or goes to. */
        TOPIC("messaging.destination.name"),

        /** {@code process} or {@code send}. */
        OPERATION("messaging.operation.type"),

        /** The class of what was thrown; only where something was. */
        ERROR("error.type");

        private final String key;

        Key(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
