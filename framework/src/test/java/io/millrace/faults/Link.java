package io.millrace.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.function.Consumer;

/** One client's connection through a {@link TcpProxy}: two sockets, and a {@link Wire} in each direction. Thread-safe. */
final class Link {

    private final Socket client;
    private final Socket broker;
    private final Consumer<Link> closed;
    private volatile boolean losing;

    /** {@code closed} is told when it has ended. */
    Link(Socket client, Socket broker, Consumer<Link> closed) {
        this.client = client;
        this.broker = broker;
        this.closed = closed;
    }

    void start(Passage passage) throws IOException {
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        new Wire(this, client, broker, passage).start();
        new Wire(this, broker, client, passage).start();
    }

    /** Ends it as a host does that was started anew. */
    void reset() {
        resetOnClose(client);
        resetOnClose(broker);
        close();
    }

    /** Loses what is sent from now on, the end of the connection included. */
    void loseSilently() {
        losing = true;
    }

    boolean isLosing() {
        return losing;
    }

    void close() {
        close(client);
        close(broker);
        closed.accept(this);
    }

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            return; // then it is closed
        }
    }

    private static void resetOnClose(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            return; // it is closed already
        }
    }
}
