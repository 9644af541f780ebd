package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.ClientConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertiesClientSupplierTest {

    private final PropertiesClientSupplier clients =
            new PropertiesClientSupplier(Map.of("transactional.id", "of-the-service", "security.protocol", "SSL"));

    @Test
    void outputsUseNoTransactionsWhateverTheServiceSets() {
        assertThat(clients.producerConfig(ClientDefaults.liveProducer("app")))
                .doesNotContainKey("transactional.id")
                .containsEntry("security.protocol", "SSL");
    }

    @Test
    void theCommitterHasATransactionalIdOfItsOwn() {
        ClientConfig committer = ClientDefaults.committer("app", "app-1");

        assertThat(clients.producerConfig(committer)).containsEntry("transactional.id", "app-1");
    }
}
