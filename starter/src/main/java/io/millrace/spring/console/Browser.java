package io.millrace.spring.console;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.web.servlet.function.ServerResponse.SseBuilder;

/**
 * One browser that reads the stream, with a thread of its own that writes to its connection: a write to one that does not read blocks
 * until the web server gives it up, and must hold up nobody else.
 *
 * <p>Thread-safe; only its thread touches the connection.
 */
final class Browser implements SnapshotReader {

    private static final long HEARTBEAT_SECONDS = 15;

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final LatestSnapshots snapshots = new LatestSnapshots();
    private final SseBuilder connection;
    private final Consumer<Browser> whenGone;

    Browser(SseBuilder connection, Consumer<Browser> whenGone) {
        this.connection = connection;
        this.whenGone = whenGone;
    }

    void follow() {
        connection.onComplete(this::end);
        connection.onError(failure -> end());
        Thread thread = new Thread(this::send, "millrace-console-browser");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void offer(String snapshot) {
        snapshots.offer(snapshot);
    }

    @Override
    public void end() {
        snapshots.close();
    }

    private void send() {
        try {
            connection.retry(RETRY).comment("snapshots follow").send();
            while (!snapshots.isClosed()) {
                String snapshot = snapshots.take(HEARTBEAT_SECONDS);
                if (snapshot == null) {
                    connection.comment("nothing new").send();
                } else {
                    connection.event("snapshot").data(snapshot);
                }
            }
        } catch (IOException | InterruptedException | IllegalStateException e) {
            // The browser has gone or is to go: either way there is nothing left to tell it.
        } finally {
            end();
            whenGone.accept(this);
            connection.complete();
        }
    }
}
