/**
 * Kafka in memory, for one thread and a clock of the test: what the engine reads from and writes to where no broker runs. Nothing
 * here waits; what takes time in a real cluster is a delivery that the test makes. No public API.
 */
@NullMarked
package io.millrace.testkit.internal.memory;

import org.jspecify.annotations.NullMarked;
