package io.millrace.internal.async;

import java.util.List;
import java.util.function.Consumer;

/** Whose call may begin. Confined to the worker. */
interface Turns {

    /** Any record's may. */
    Turns ANY = new Turns() {
        @Override
        public boolean mayBegin(QueuedRecord queued) {
            return true;
        }

        @Override
        public void began(List<QueuedRecord> records) {
            // it holds up nobody
        }

        @Override
        public void ended(List<QueuedRecord> records, Consumer<QueuedRecord> next) {
            // nobody waits
        }
    };

    /** Returns whether the call for {@code queued} may begin; else it waits here. */
    boolean mayBegin(QueuedRecord queued);

    /** A call for {@code records} begins. */
    void began(List<QueuedRecord> records);

    /** The call for {@code records} has ended; gives those that have waited for that to {@code next}, which may begin their calls. */
    void ended(List<QueuedRecord> records, Consumer<QueuedRecord> next);
}
