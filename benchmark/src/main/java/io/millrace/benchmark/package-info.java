/**
 * The benchmark's command: reads its options, runs every variant in turn, round after round, and reports medians.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.benchmark;
