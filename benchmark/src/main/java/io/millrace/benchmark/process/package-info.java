/** The processes beside the driver: broker and engines, how they start and end, and what they use. */
@org.jspecify.annotations.NullMarked
package io.millrace.benchmark.process;
