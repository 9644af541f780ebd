package io.millrace.internal.async;

import java.util.concurrent.Executor;

/** The threads that a worker's blocking calls take. Thread-safe. */
public interface CallThreads extends Executor {

    /** Has the caller do the work, where there are no threads. */
    CallThreads NONE = new CallThreads() {
        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public void end() {
            // it has begun nothing
        }
    };

    /** Begins no call any more, and interrupts those under way. */
    void end();
}
