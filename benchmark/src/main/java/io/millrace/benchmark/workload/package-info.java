/** What is sent and what must come back: events, their encoding, and the check of every answer. */
@org.jspecify.annotations.NullMarked
package io.millrace.benchmark.workload;
