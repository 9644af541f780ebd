/** The two ends at Kafka: the source worker that reads and ends epochs, the writer of outputs, the committer of offsets. */
@NullMarked
package io.millrace.internal.kafka;

import org.jspecify.annotations.NullMarked;
