package io.millrace.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Says where brokers were looked for, and what else to try. Thread-safe. */
final class UnreachableKafkaFailureAnalyzer extends AbstractFailureAnalyzer<UnreachableKafkaException> {

    private static final String DEV_BROKER = "io.millrace.devbroker.DevBroker";
    private static final String DEV_BROKER_ENABLED = "millrace.dev-broker.enabled";

    private final Environment environment;

    UnreachableKafkaFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnreachableKafkaException cause) {
        String action = """
                Start a broker at '%s', or set 'spring.kafka.bootstrap-servers' to where yours listen. If they demand SSL or\
                 SASL, check 'spring.kafka.security.*' and 'spring.kafka.ssl.*'; if they are only slow, raise\
                 'millrace.start-timeout'.""".formatted(cause.bootstrapServers());
        return new FailureAnalysis(cause.getMessage(), action + devBrokerHint(), cause);
    }

    private String devBrokerHint() {
        boolean present = ClassUtils.isPresent(DEV_BROKER, getClass().getClassLoader());
        boolean enabled = environment.getProperty(DEV_BROKER_ENABLED, Boolean.class, false);
        return present && !enabled
                ? "%n%nFor development without a broker of your own, set '%s=true'.".formatted(DEV_BROKER_ENABLED)
                : "";
    }
}
