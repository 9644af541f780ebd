package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.support.LogLines;
import io.millrace.support.TopicConfigs;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class OutputLimitsTest {

    private final OutputLimits limits =
            new OutputLimits("cards", new KafkaAnswers("cards", Duration.ofSeconds(1), new PlainWaiting()));

    @Test
    void eachTopicHasItsOwn() {
        Admin admin = TopicConfigs.admin(Map.of("small", 1_000, "large", 2_000));

        assertThat(limits.of(admin, List.of("small", "large"))).isEqualTo(Map.of("small", 1_000, "large", 2_000));
    }

    @Test
    void aTopicThatDoesNotExistIsNamed() {
        Admin admin = TopicConfigs.admin(Map.of());

        assertThatExceptionOfType(UnknownTopicOrPartitionException.class)
                .isThrownBy(() -> limits.of(admin, "nowhere"))
                .withMessageContaining("'nowhere'");
    }

    @Test
    void aTopicThatMayNotBeAskedOfHasNoneWhichIsToldOnce() {
        Admin forbidding = forbidding("secret");

        List<String> lines = LogLines.of(OutputLimits.class, () -> {
            assertThat(limits.of(forbidding, List.of("out", "secret")))
                    .isEqualTo(Map.of("out", 1_000, "secret", OutputSizes.NO_LIMIT));
            assertThat(limits.of(forbidding, "secret")).isEqualTo(OutputSizes.NO_LIMIT);
        });

        assertThat(lines).singleElement().satisfies(line -> assertThat(line)
                .startsWith("INFO Topology 'cards' may not see")
                .contains("TopicAuthorizationException"));
    }

    private static Admin forbidding(String forbidden) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("describeConfigs")) {
                        return TopicConfigs.answer((Collection<?>) arguments[0], topic -> {
                            if (topic.equals(forbidden)) {
                                throw new TopicAuthorizationException("not allowed");
                            }
                            return 1_000;
                        });
                    }
                    return new Exists(forbidden);
                });
    }

    private static final class Exists extends DescribeTopicsResult {
        Exists(String topic) {
            super(null, Map.of(topic, answer(topic)));
        }

        private static KafkaFuture<TopicDescription> answer(String topic) {
            return KafkaFutureImpl.completedFuture(new TopicDescription(topic, false, List.of()));
        }
    }
}
