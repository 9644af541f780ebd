/** The engines that are compared, each the main class of a process that a script in {@code benchmark/engines} starts. */
@org.jspecify.annotations.NullMarked
package io.millrace.benchmark.engine;
