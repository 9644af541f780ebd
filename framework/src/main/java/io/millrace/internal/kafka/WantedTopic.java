package io.millrace.internal.kafka;

import io.millrace.errors.StartRefusedException;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic of the topology's own as it has to be. Immutable. */
interface WantedTopic {

    String topic();

    NewTopic toCreate();

    /** Returns what to throw where Kafka does not create it, for {@code reason}. */
    StartRefusedException notCreated(String reason);
}
