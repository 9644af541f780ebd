package io.millrace.devbroker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The two ports the broker is going to listen on, found free just before it starts.
 *
 * <p>Kafka halts the JVM when its controller cannot bind, so a taken port must be noticed here. Both are held at once
 * while they are chosen, or the same free port could be handed out twice.
 *
 * <p>Immutable.
 */
record LoopbackPorts(int client, int controller) {
    private static final String PORT_PROPERTY = "millrace.dev-broker.port";
    private static final String CONTROLLER_PORT_PROPERTY = "millrace.dev-broker.controller-port";

    /** Takes the ports that {@code settings} ask for, or throws {@link PortInUseException}. */
    static LoopbackPorts choose(DevBrokerSettings settings) {
        try (ServerSocket client = bind(settings.port(), PORT_PROPERTY);
                ServerSocket controller = bind(settings.controllerPort(), CONTROLLER_PORT_PROPERTY)) {
            return new LoopbackPorts(client.getLocalPort(), controller.getLocalPort());
        } catch (IOException failure) {
            throw new DevBrokerException(
                    "The development broker could not look for free ports on 127.0.0.1: " + failure.getMessage(),
                    failure);
        }
    }

    private static ServerSocket bind(int port, String property) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // As Kafka does: connections of a broker that was just stopped must not make its port look taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return socket;
        } catch (IOException taken) {
            socket.close();
            throw new PortInUseException(port, property, taken);
        }
    }
}
