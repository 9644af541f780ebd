package io.millrace.testkit.internal.kafka;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka that several holders have together, above all the one of this JVM's tests: started when somebody first asks where it is, stopped when the last one has let go of it.
 *
 * <p>Who may need it takes a {@link Hold} and closes that at the end. JUnit's session has one from the first test class on, so
 * that it stays between classes, and each application context has one: those are closed when the JVM ends, which is after the
 * session, and their topologies need Kafka to drain.
 *
 * <p>Thread-safe.
 */
public final class SharedKafka {
    private static final SharedKafka OF_THIS_JVM =
            new SharedKafka(() -> KafkaChoice.ofSystemProperties().start());

    private final Supplier<RunningKafka> starter;
    private int holds;
    private @Nullable RunningKafka running;

    SharedKafka(Supplier<RunningKafka> starter) {
        this.starter = starter;
    }

    public static SharedKafka ofThisJvm() {
        return OF_THIS_JVM;
    }

    /** Returns another one of the same choice, for holders who want to be among themselves. */
    public static SharedKafka another() {
        return new SharedKafka(OF_THIS_JVM.starter);
    }

    /** Keeps it from being stopped until the returned hold is closed; does not start it. */
    public synchronized Hold hold() {
        holds++;
        return new Hold(this);
    }

    private synchronized String bootstrapServers() {
        RunningKafka kafka = running;
        if (kafka == null) {
            kafka = starter.get();
            running = kafka;
        }
        return kafka.bootstrapServers();
    }

    private synchronized void letGo() {
        holds--;
        RunningKafka kafka = running;
        if (holds == 0 && kafka != null) {
            running = null;
            kafka.close();
        }
    }

    /** One user's claim. Thread-safe. */
    public static final class Hold implements AutoCloseable {
        private final SharedKafka kafka;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Hold(SharedKafka kafka) {
            this.kafka = kafka;
        }

        /** Returns where clients connect, once that is possible: the first call starts Kafka. */
        public String bootstrapServers() {
            if (closed.get()) {
                throw new IllegalStateException("This hold of the shared Kafka is closed: take another one.");
            }
            return kafka.bootstrapServers();
        }

        /** Lets go; later calls do nothing. */
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                kafka.letGo();
            }
        }
    }
}
