/** The Kafka that tests share: which one it is, when it starts and ends. It stands below {@code io.millrace.testkit.kafka}. */
@NullMarked
package io.millrace.testkit.internal.kafka;

import org.jspecify.annotations.NullMarked;
