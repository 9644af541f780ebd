package io.millrace.faults;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.support.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A broker that tests reach directly, and each of some services over a {@link TcpProxy} of its own. Confined to the test's
 * thread.
 */
final class ProxiedBroker implements AutoCloseable {

    private final List<TcpProxy> proxies;
    private final DevBroker broker;
    private final Cluster cluster;

    private ProxiedBroker(List<TcpProxy> proxies, DevBroker broker) {
        this.proxies = proxies;
        this.broker = broker;
        this.cluster = new Cluster(broker.bootstrapServers());
    }

    static ProxiedBroker withProxies(int count) {
        List<Integer> ports = Ports.free(2 + count);
        List<TcpProxy> proxies =
                ports.subList(2, ports.size()).stream().map(TcpProxy::to).toList();
        DevBrokerSettings settings = DevBrokerSettings.defaults()
                .withPort(ports.get(0))
                .withControllerPort(ports.get(1))
                .withServerProperties(listeners(ports, proxies));
        return new ProxiedBroker(proxies, DevBroker.start(settings));
    }

    /** Each proxy has a listener to itself, which names the proxy as its address. */
    private static Map<String, String> listeners(List<Integer> ports, List<TcpProxy> proxies) {
        String direct = "PLAINTEXT://127.0.0.1:" + ports.get(0);
        List<String> listeners = new ArrayList<>(List.of(direct, "CONTROLLER://127.0.0.1:" + ports.get(1)));
        List<String> advertised = new ArrayList<>(List.of(direct));
        List<String> protocols = new ArrayList<>(List.of("PLAINTEXT:PLAINTEXT", "CONTROLLER:PLAINTEXT"));
        for (int number = 0; number < proxies.size(); number++) {
            listeners.add("PROXY%d://127.0.0.1:%d".formatted(number, ports.get(2 + number)));
            advertised.add("PROXY%d://127.0.0.1:%d"
                    .formatted(number, proxies.get(number).port()));
            protocols.add("PROXY%d:PLAINTEXT".formatted(number));
        }
        return Map.of(
                "listeners",
                String.join(",", listeners),
                "advertised.listeners",
                String.join(",", advertised),
                "listener.security.protocol.map",
                String.join(",", protocols),
                "group.min.session.timeout.ms",
                "1000");
    }

    Cluster cluster() {
        return cluster;
    }

    List<TcpProxy> proxies() {
        return proxies;
    }

    TcpProxy proxy(int number) {
        return proxies.get(number);
    }

    /** Returns where the service finds the broker that is to use proxy {@code number}. */
    String bootstrapServers(int number) {
        return "127.0.0.1:" + proxy(number).port();
    }

    @Override
    public void close() {
        cluster.close();
        broker.close();
        proxies.forEach(TcpProxy::close);
    }
}
