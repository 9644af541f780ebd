package io.millrace.errors;

import java.time.Duration;

/** No broker answered in time. Trying again may help, and a running topology does so until one answers. */
public final class BrokerUnavailableException extends MillraceException {

    public BrokerUnavailableException(String topology, Duration waited, Throwable cause) {
        super(
                ("Topology '%s' got no answer from Kafka within %d ms. Check that the brokers run and that"
                                + " 'bootstrap.servers' (Spring: 'spring.kafka.bootstrap-servers') points at them.")
                        .formatted(topology, waited.toMillis()),
                cause);
    }
}
