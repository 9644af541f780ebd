package io.millrace.testkit.internal.memory;

import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A client's way to the broker. Whoever is cut off sends nothing any more and waits in vain.
 *
 * <p>Confined to the test's thread.
 */
final class Connection {

    private final Broker broker;
    private final Instance instance;

    Connection(Broker broker, Instance instance) {
        this.broker = broker;
        this.instance = instance;
    }

    Broker broker() {
        return broker;
    }

    Instance instance() {
        return instance;
    }

    boolean isCutOff() {
        return instance.isCutOff();
    }

    long now() {
        return broker.time().nanoTime();
    }

    Channel channel(String name) {
        return broker.deliveries().channel(instance, name);
    }

    /** Returns a channel for what has left the process, and comes to the broker even if that dies. */
    Channel network(String name) {
        return broker.deliveries().channel(Instance.CLUSTER, "%s: %s".formatted(instance.name(), name));
    }

    /** Returns what is to become of a request that is about to be made. */
    Disturbance.Effect request(Disturbance.Kind kind, Object subject) {
        broker.tick();
        return isCutOff() ? Disturbance.Effect.LOST_REQUEST : broker.effect(kind, instance, subject);
    }

    /**
     * Makes a request that changes nothing and waits for the answer.
     *
     * @throws TimeoutException if there is none
     */
    void ask(Disturbance.Kind kind, Object subject, Duration timeout) {
        switch (request(kind, subject)) {
            case NONE, LATE_ANSWER, REFUSED -> {}
            case DELAYED, LOST_ANSWER, LOST_REQUEST -> throw timedOut(kind, subject, timeout);
        }
    }

    /** Lets {@code timeout} pass, and returns what to throw then. */
    TimeoutException timedOut(Disturbance.Kind kind, Object subject, Duration timeout) {
        broker.waited(timeout);
        return new TimeoutException(
                "Request %s about %s got no answer within %d ms".formatted(kind, subject, timeout.toMillis()));
    }
}
