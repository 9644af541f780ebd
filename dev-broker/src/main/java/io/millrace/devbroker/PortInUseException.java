package io.millrace.devbroker;

/** A port that the development broker was to listen on is taken. Nothing was started. */
public final class PortInUseException extends DevBrokerException {
    private final int port;
    private final String property;

    PortInUseException(int port, String property, Throwable cause) {
        super(
                ("The development broker cannot listen on 127.0.0.1:%d: the port is in use. Stop the process that listens "
                                + "there, or set '%s' to another port (0 takes any free one).")
                        .formatted(port, property),
                cause);
        this.port = port;
        this.property = property;
    }

    /** The port that is taken. */
    public int port() {
        return port;
    }

    /** The name of the Spring property that chooses another port. */
    public String property() {
        return property;
    }
}
