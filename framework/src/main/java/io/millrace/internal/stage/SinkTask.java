package io.millrace.internal.stage;

import java.util.List;

/** What a worker wants of a sink elsewhere. Immutable. */
sealed interface SinkTask {

    /** Returns the records that it is about, one or more. */
    List<BatchItem> items();

    /** The records are to be written. */
    record Write(List<BatchItem> items) implements SinkTask {

        public Write {
            items = List.copyOf(items);
        }
    }

    /** The sink is to keep in mind that the record was given up, before anything behind it is written. */
    record GiveUp(BatchItem item) implements SinkTask {

        @Override
        public List<BatchItem> items() {
            return List.of(item);
        }
    }
}
