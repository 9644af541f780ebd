package io.millrace.testkit.internal.spring;

import io.millrace.testkit.kafka.WithKafka;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Notices {@link WithKafka} on a test class, or on one that it is nested in. */
final class KafkaContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        WithKafka annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, WithKafka.class);
        return annotation == null ? null : new KafkaContextCustomizer(KafkaRequest.of(annotation));
    }
}
