package io.millrace.spring;

import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** Analyses failures as Spring Boot does: the first registered analyzer that knows one explains it. */
final class Analyses {

    private static final FailureHandler FAILURES_OF_ABSENT_CLASSES = (type, name, failure) -> {};

    private Analyses() {}

    static FailureAnalysis of(Throwable failure, ConfigurableApplicationContext context) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
                                .and(Environment.class, context.getEnvironment()),
                        FAILURES_OF_ABSENT_CLASSES)
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nobody explains this failure", failure));
    }
}
