/**
 * Runs the same topology on random inputs here and in Kafka Streams' own test driver: what the two give is to be the same. Differences
 * that are chosen are made in the inputs or undone in the outputs by name, and listed in docs/event-time.md.
 */
@NullMarked
package io.millrace.comparison;

import org.jspecify.annotations.NullMarked;
