package io.millrace.spring;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The name under which Spring's listeners know a client. */
final class ClientId {

    private ClientId() {}

    /**
     * Returns {@code maker} and the client's own id, as Spring's factories put their bean name before it. A consumer and a
     * producer may have the same id of their own; without {@code maker} their metrics would be taken for one client's.
     */
    static String of(String maker, Map<MetricName, ? extends Metric> metrics) {
        return maker + "."
                + metrics.keySet().stream()
                        .map(name -> name.tags().get("client-id"))
                        .filter(id -> id != null)
                        .findFirst()
                        .orElse("unknown");
    }
}
