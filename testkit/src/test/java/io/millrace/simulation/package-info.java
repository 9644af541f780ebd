/**
 * The engine in a simulated cluster: instances that one thread steps in random order, on an in-memory Kafka with a virtual clock,
 * disturbed at random and held against a recomputation. A seed gives the same run each time.
 */
@NullMarked
package io.millrace.simulation;

import org.jspecify.annotations.NullMarked;
