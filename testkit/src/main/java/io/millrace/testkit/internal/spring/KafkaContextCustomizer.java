package io.millrace.testkit.internal.spring;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Prepares an application context before its beans are defined: tells {@link TestKafkaAutoConfiguration} what the test asks for, and
 * sets the properties that keep its topologies apart from those of other contexts.
 *
 * <p>Immutable. Spring compares customizers to find out whether test classes can share a context.
 */
record KafkaContextCustomizer(KafkaRequest request) implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        ConfigurableEnvironment environment = context.getEnvironment();
        String id = UUID.randomUUID().toString();

        Map<String, Object> enforced = new HashMap<>();
        enforced.put("millrace.test.id", id);
        enforced.put("millrace.application-id", applicationId(environment) + "-" + id);
        environment.getPropertySources().addFirst(new MapPropertySource("millraceTest", enforced));

        Map<String, Object> defaults = Map.of("millrace.trigger", "real-time 100ms");
        environment.getPropertySources().addLast(new MapPropertySource("millraceTestDefaults", defaults));

        context.getBeanFactory().registerSingleton("millraceKafkaRequest", request);
        BrokerLog.quieten();
    }

    private static String applicationId(ConfigurableEnvironment environment) {
        return environment.getProperty(
                "millrace.application-id", environment.getProperty("spring.application.name", "test"));
    }
}
