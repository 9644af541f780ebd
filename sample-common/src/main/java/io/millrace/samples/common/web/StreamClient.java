package io.millrace.samples.common.web;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One reader of a stream of events, with a bounded queue and a thread that writes to its connection.
 *
 * <p>Only that thread touches the connection: a write to a client that does not read blocks until the web server gives it
 * up, and must not hold up the events of others.
 *
 * <p>Thread-safe.
 */
final class StreamClient {
    static final int MAX_QUEUED = 256;

    private static final long HEARTBEAT_SECONDS = 15;

    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final String event;
    private final String subject;
    private final SseEmitter emitter;
    private final Consumer<StreamClient> whenClosed;
    private final Thread thread;
    private volatile boolean closed;

    StreamClient(String event, String subject, SseEmitter emitter, Consumer<StreamClient> whenClosed) {
        this.event = event;
        this.subject = subject;
        this.emitter = emitter;
        this.whenClosed = whenClosed;
        this.thread = new Thread(this::run, event + "-stream");
        thread.setDaemon(true);
        emitter.onCompletion(this::close);
        emitter.onError(failure -> close());
    }

    void start() {
        thread.start();
    }

    boolean hears(String ofSubject) {
        return subject.equals(ofSubject);
    }

    /** Queues an event; closes the client if its queue is full. */
    void offer(String json) {
        if (!closed && !queue.offer(json)) {
            close();
        }
    }

    /** Ends the client soon: at once, or when the write that it is in returns. */
    void close() {
        closed = true;
        whenClosed.accept(this);
        if (Thread.currentThread() != thread) {
            thread.interrupt();
        }
    }

    boolean isClosed() {
        return closed;
    }

    private void run() {
        try {
            emitter.send(SseEmitter.event().comment(event + "s follow").reconnectTime(2_000));
            while (!closed) {
                send(queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS));
            }
        } catch (IOException | InterruptedException | IllegalStateException e) {
            // The client has gone or is to go: either way there is nothing left to tell it.
        } finally {
            close();
            emitter.complete();
        }
    }

    private void send(@Nullable String json) throws IOException {
        emitter.send(
                json == null
                        ? SseEmitter.event().comment("nothing new")
                        : SseEmitter.event().name(event).data(json));
    }
}
