/** One run of one variant: its topics, its sender on schedule, its results received and checked. */
@org.jspecify.annotations.NullMarked
package io.millrace.benchmark.run;
