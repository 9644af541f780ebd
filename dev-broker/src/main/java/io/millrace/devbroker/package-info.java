/** A real Kafka broker inside the service's JVM, for development and tests. */
@org.jspecify.annotations.NullMarked
package io.millrace.devbroker;
