package io.millrace.testkit.kafka;

import io.millrace.testkit.internal.kafka.KafkaChoice;
import io.millrace.testkit.internal.kafka.SharedKafka;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link WithKafka} does in JUnit: it holds the shared Kafka until the session ends, and resolves parameters of type {@link
 * TestKafka}.
 *
 * <p>Thread-safe.
 */
public final class KafkaExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);
    private static final Namespace DEDICATED = Namespace.create(KafkaExtension.class, "dedicated");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return KafkaChoice.ofSystemProperties()
                .reasonToSkip()
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("Kafka can be started"));
    }

    /** Takes the hold early, so that the shared Kafka outlives the class even if nobody but its application context has one. */
    @Override
    public void beforeAll(ExtensionContext context) {
        sharedKafka(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestKafka.class
                && Arrays.stream(parameter.getParameter().getAnnotations()).noneMatch(KafkaExtension::isSprings);
    }

    @Override
    public TestKafka resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (SpringTests.isOne(context)) {
            return SpringTests.bean(context);
        }
        return context.getStore(NAMESPACE).computeIfAbsent(TestKafka.class, type -> connect(context), TestKafka.class);
    }

    /** The constructor's parameters belong to the test that the instance is made for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    private static TestKafka connect(ExtensionContext context) {
        Optional<WithKafka> wanted = AnnotationSupport.findAnnotation(
                context.getRequiredTestClass(), WithKafka.class, context.getEnclosingTestClasses());
        SharedKafka.Hold hold =
                wanted.filter(WithKafka::dedicated).isPresent() ? dedicatedKafka(context) : sharedKafka(context);
        TestKafka kafka = TestKafka.connect(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, hold.bootstrapServers()),
                "test-" + UUID.randomUUID());
        wanted.ifPresent(topics -> kafka.createTopics(Set.copyOf(List.of(topics.topics())), topics.partitions()));
        return kafka;
    }

    /** The hold of the whole session. */
    private static SharedKafka.Hold sharedKafka(ExtensionContext context) {
        return hold(context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE), SharedKafka.ofThisJvm());
    }

    /** The hold of the test class, or of the one that it is nested in. */
    private static SharedKafka.Hold dedicatedKafka(ExtensionContext context) {
        ExtensionContext outermost = context;
        Optional<ExtensionContext> next = Optional.of(context);
        while (next.flatMap(ExtensionContext::getTestClass).isPresent()) {
            outermost = next.orElseThrow();
            next = outermost.getParent();
        }
        return hold(outermost.getStore(DEDICATED), SharedKafka.another());
    }

    private static SharedKafka.Hold hold(ExtensionContext.Store store, SharedKafka kafka) {
        return store.computeIfAbsent(SharedKafka.Hold.class, type -> kafka.hold(), SharedKafka.Hold.class);
    }

    /** Spring resolves what carries an annotation of its own, and JUnit wants one resolver for each parameter. */
    private static boolean isSprings(Annotation annotation) {
        return annotation.annotationType().getName().startsWith("org.springframework.");
    }
}
