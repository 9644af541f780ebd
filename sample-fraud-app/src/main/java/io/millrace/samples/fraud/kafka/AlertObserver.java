package io.millrace.samples.fraud.kafka;

import io.millrace.samples.fraud.model.Alert;
import java.time.Instant;

/** Is told of each alert that was read back from the topic, one at a time. Must not block. */
@FunctionalInterface
public interface AlertObserver {

    void alertRead(Alert alert, Instant readAt);
}
