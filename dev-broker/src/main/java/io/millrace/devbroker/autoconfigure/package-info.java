/**
 * Starts the development broker inside a Spring Boot service and points every Kafka client of that service at it. It
 * stands where the connection details of a real cluster stand otherwise, and gives way to those.
 */
@NullMarked
package io.millrace.devbroker.autoconfigure;

import org.jspecify.annotations.NullMarked;
