package io.millrace.spring;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The name under which Spring's listeners know a client. */
final class ClientId {

    private ClientId() {}

    /** Returns {@code millrace} and the client's own id, as Spring's factories put their bean name before it. */
    static String of(Map<MetricName, ? extends Metric> metrics) {
        return "millrace."
                + metrics.keySet().stream()
                        .map(name -> name.tags().get("client-id"))
                        .filter(id -> id != null)
                        .findFirst()
                        .orElse("unknown");
    }
}
