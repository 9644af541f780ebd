package io.millrace.faults;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Holds what the processes of a service have written, outputs and changelogs, against a recomputation. */
interface Oracle {

    /** Returns a name for the input that an output came from. */
    String inputOf(ConsumerRecord<String, String> output);

    /** Checks every output, and the order of their first occurrences; returns how many of them are duplicates. */
    long checkOutputs(Ledger ledger, List<ConsumerRecord<String, String>> outputs);

    /** Checks that the changelogs hold exactly the state after all that was acknowledged. */
    void checkState(Ledger ledger);

    /** Returns how many of {@code outputs} are behind the last checkpoints, so that a crash now may repeat them. */
    long uncommitted(List<ConsumerRecord<String, String>> outputs);
}
