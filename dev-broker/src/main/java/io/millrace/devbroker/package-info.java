/**
 * A real Kafka broker inside this JVM, for development and tests: {@link io.millrace.devbroker.DevBroker} starts and
 * stops it, and takes the place of the cluster that a service's clients would otherwise connect to. No record passes
 * through this package's own code; only {@code KafkaServer} knows Kafka's server classes.
 */
@NullMarked
package io.millrace.devbroker;

import org.jspecify.annotations.NullMarked;
