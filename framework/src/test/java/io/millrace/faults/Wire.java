package io.millrace.faults;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One direction of a {@link Link}: a thread takes what one side sends, another hands it to the other side when the {@link
 * Passage} lets it through. Between them is little: a side that sends more has to wait.
 */
final class Wire {

    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int CHUNKS = 64;

    private final Link link;
    private final Socket from;
    private final Socket to;
    private final Passage passage;
    private final BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS);

    Wire(Link link, Socket from, Socket to, Passage passage) {
        this.link = link;
        this.from = from;
        this.to = to;
        this.passage = passage;
    }

    /** Bytes, or none where the connection ends. */
    private record Chunk(byte[] bytes, long arrival) {

        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    void start() {
        startThread(this::take);
        startThread(this::handOver);
    }

    private void startThread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void take() throws InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        for (int read = read(buffer); read > 0; read = read(buffer)) {
            underWay.put(new Chunk(Arrays.copyOf(buffer, read), passage.arrival()));
        }
        underWay.put(new Chunk(new byte[0], passage.arrival()));
    }

    private int read(byte[] buffer) {
        try {
            return from.getInputStream().read(buffer);
        } catch (IOException e) {
            return -1; // a reset is passed on as an end
        }
    }

    private void handOver() throws InterruptedException {
        for (Chunk chunk = underWay.take(); !chunk.isEnd(); chunk = underWay.take()) {
            passage.await(chunk.arrival());
            if (!link.isLosing()) {
                write(chunk.bytes());
            }
        }
        passage.await(System.nanoTime());
        if (!link.isLosing()) {
            link.close();
        }
    }

    private void write(byte[] bytes) {
        try {
            to.getOutputStream().write(bytes);
        } catch (IOException e) {
            link.close(); // the other side has gone; then this one comes to its end, too
        }
    }
}
