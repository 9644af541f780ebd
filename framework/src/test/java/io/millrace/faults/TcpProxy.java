package io.millrace.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between clients and one broker, for tests to disturb: passes bytes on, over the loopback interface only, until it
 * is closed. Thread-safe.
 */
final class TcpProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int broker;
    private final Passage passage = new Passage();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    private TcpProxy(ServerSocket server, int broker) {
        this.server = server;
        this.broker = broker;
    }

    /** Starts a proxy of the port {@code broker}, at a port of its own. */
    static TcpProxy to(int broker) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), broker);
            Thread thread = new Thread(proxy::accept, "proxy-" + broker);
            thread.setDaemon(true);
            thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Passes nothing on until {@link #thaw}. */
    void freeze() {
        passage.shut();
    }

    void thaw() {
        passage.open();
    }

    /** Has what is sent from now on take from {@code least} to {@code most}, in each direction. */
    void slowDown(Duration least, Duration most) {
        passage.slowDown(least, most);
    }

    /** Ends the connections that there are now by a reset. */
    void reset() {
        links.forEach(Link::reset);
    }

    /** Loses all that is sent over the connections that there are now, and tells nobody; new ones work. */
    void loseSilently() {
        links.forEach(Link::loseSilently);
    }

    @Override
    public void close() {
        Link.close(server);
        reset();
        passage.open();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                continue; // closed, or the client has gone already
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), broker), links::remove);
            links.add(link);
            link.start(passage);
        } catch (IOException e) {
            client.close(); // the broker is away
            throw e;
        }
    }
}
