package io.millrace.query;

import java.util.concurrent.CompletionStage;

/** Takes questions to other instances of the service, each of which has {@code TopologyHandle.answer} answer them. Thread-safe. */
@FunctionalInterface
public interface OtherInstances {

    /**
     * Asks {@code instance}, as its settings name it; never waits.
     *
     * @param question to be passed on as it is
     * @return the answer as that instance gave it, or that it can't be asked; not that it is asked in vain for ever
     */
    CompletionStage<Answer<byte[]>> ask(String instance, String topology, String store, byte[] question);
}
