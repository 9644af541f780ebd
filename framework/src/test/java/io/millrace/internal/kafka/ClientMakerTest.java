package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.KafkaClientException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class ClientMakerTest {

    private final ClientMaker maker = new ClientMaker("cards");

    @Test
    void aSettingThatKafkaRefusesIsTold() {
        assertThatThrownBy(() -> maker.make("admin client", () -> Admin.create(Map.of())))
                .isInstanceOf(KafkaClientException.class)
                .hasMessageContaining("Topology 'cards' can't make its Kafka admin client")
                .hasMessageContaining("bootstrap.servers");
    }

    @Test
    void aLoginThatCantBeReadIsNotQuoted() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", "localhost:1",
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required password=my secret;");

        assertThatThrownBy(() -> maker.make("admin client", () -> Admin.create(properties)))
                .isInstanceOf(KafkaClientException.class)
                .hasMessageContaining("'sasl.jaas.config' can't be read")
                .satisfies(thrown -> {
                    for (Throwable each = thrown; each != null; each = each.getCause()) {
                        assertThat(each.getMessage()).doesNotContain("secret");
                    }
                });
    }
}
