package io.millrace.simulation;

import java.util.List;

/** What a topology that goes by time has written, but for what marks gave rise to. Immutable. */
record TimedOutputs(KafkaContents contents) {

    List<KafkaContents.Entry> results() {
        return entries(TimedStep.RESULTS);
    }

    List<KafkaContents.Entry> late() {
        return entries(TimedStep.LATE);
    }

    /** Returns the results as {@code key=value}, those that delete something left out. */
    List<String> texts() {
        return results().stream()
                .filter(result -> result.value() != null)
                .map(result -> result.name() + "=" + result.text())
                .toList();
    }

    private List<KafkaContents.Entry> entries(String topic) {
        return contents.entries(topic).stream()
                .filter(entry -> !Event.isMark(entry.name()))
                .toList();
    }
}
