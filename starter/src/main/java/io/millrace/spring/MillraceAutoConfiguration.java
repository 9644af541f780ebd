package io.millrace.spring;

import io.millrace.MillraceEngine;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.spring.query.QueryHttpProperties;
import io.millrace.spring.view.TopologyHistory;
import io.millrace.spring.view.TopologyViews;
import io.millrace.topology.Topology;
import io.millrace.trace.RecordTracer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Runs every {@link Topology} bean in one {@link MillraceEngine}, with the clients of Spring Boot's Kafka support.
 *
 * <p>{@link TopologyListener} beans hear of all topologies; a {@link TimeSource} or {@link KafkaClientSupplier} bean goes
 * before the engine's own, and a {@link RecordTracer} bean traces records. {@code ErrorHandler} beans decide about records that fail: one whose name or qualifier is that of a topology
 * for that one, another for all. Any bean made here can be replaced by one of the service's.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnClass({MillraceEngine.class, ConsumerFactory.class, KafkaProperties.class})
@EnableConfigurationProperties({MillraceProperties.class, ReplayProperties.class, QueryHttpProperties.class})
public final class MillraceAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(MillraceAutoConfiguration.class);

    MillraceAutoConfiguration() {}

    @Bean
    @ConfigurationPropertiesBinding
    @ConditionalOnMissingBean
    static TriggerConverter millraceTriggerConverter() {
        return new TriggerConverter();
    }

    @Bean
    @ConditionalOnBean(KafkaConnectionDetails.class)
    @ConditionalOnMissingBean
    KafkaClientSupplier millraceKafkaClients(
            KafkaProperties properties,
            KafkaConnectionDetails connection,
            ObjectProvider<ConsumerFactory<?, ?>> consumers,
            ObjectProvider<ProducerFactory<?, ?>> producers,
            ObjectProvider<KafkaAdmin> admins,
            ObjectProvider<DefaultKafkaConsumerFactoryCustomizer> consumerCustomizers,
            ObjectProvider<DefaultKafkaProducerFactoryCustomizer> producerCustomizers) {
        KafkaFactories boots = new KafkaFactories(properties, connection);
        return new SpringKafkaClientSupplier(
                consumers.getIfUnique(() ->
                        boots.consumers(consumerCustomizers.orderedStream().toList())),
                producers.getIfUnique(() ->
                        boots.producers(producerCustomizers.orderedStream().toList())),
                admins.getIfUnique(boots::admins));
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnBean(Topology.class)
    @ConditionalOnMissingBean
    MillraceEngine millraceEngine(
            MillraceProperties properties,
            QueryHttpProperties queries,
            Environment environment,
            KafkaClientSupplier clients,
            ObjectProvider<Topology> topologies,
            ObjectProvider<TopologyListener> listeners,
            ObjectProvider<TimeSource> timeSource,
            ObjectProvider<RecordTracer> tracer,
            ListableBeanFactory beans) {
        UnaryOperator<TopologySettings> reached = reached(queries, environment);
        MillraceEngine.Builder engine = MillraceEngine.builder()
                .applicationId(applicationId(properties, environment))
                .clients(clients)
                .taskSlots(properties.taskSlots())
                .metrics(properties.metrics().enabled())
                .defaultSettings(reached.apply(properties.defaultSettings()));
        List<Topology> all = topologies.orderedStream().toList();
        all.forEach(engine::topology);
        Map<String, TopologySettings> settings = properties.settings(new TopologyNames(all));
        ErrorHandlers handlers = new ErrorHandlers(beans, all);
        for (Topology topology : all) {
            handlers.of(topology.name())
                    .ifPresent(handler -> settings.compute(topology.name(), (name, own) -> {
                        TopologySettings before = own == null ? properties.defaultSettings() : own;
                        return before.withErrors(before.errors().withHandler(handler));
                    }));
        }
        settings.forEach((name, own) -> engine.settings(name, reached.apply(own)));
        listeners.orderedStream().forEach(engine::listener);
        timeSource.ifUnique(engine::timeSource);
        tracer.ifUnique(engine::tracer);
        return engine.build();
    }

    /** Has other instances know where this one can be asked for state, if it can. */
    private static UnaryOperator<TopologySettings> reached(QueryHttpProperties queries, Environment environment) {
        if (!queries.enabled()) {
            return UnaryOperator.identity();
        }
        String address = queries.address(environment);
        return settings -> settings.withQueries(settings.queries().withInstance(address));
    }

    @Bean
    @ConditionalOnBean(Topology.class)
    @ConditionalOnMissingBean
    TopologyHistory millraceHistory(ObjectProvider<TimeSource> timeSource) {
        return new TopologyHistory(clock(timeSource));
    }

    @Bean
    @ConditionalOnBean(TopologyHistory.class)
    @ConditionalOnMissingBean
    TopologyViews millraceViews(TopologyHistory history, ObjectProvider<TimeSource> timeSource) {
        return new TopologyViews(history, clock(timeSource));
    }

    @Bean
    @ConditionalOnBean(MillraceEngine.class)
    @ConditionalOnMissingBean
    MillraceLifecycle millraceLifecycle(
            MillraceEngine engine,
            MillraceProperties properties,
            KafkaClientSupplier clients,
            ObjectProvider<ReplayCommand> command) {
        String servers = clients instanceof SpringKafkaClientSupplier ours
                ? ours.bootstrapServers()
                : "the servers of " + clients.getClass().getName();
        boolean starts = properties.autoStartup() && command.getIfAvailable() == null;
        return new MillraceLifecycle(engine, starts, servers);
    }

    @Bean
    @ConditionalOnBean(MillraceEngine.class)
    @ConditionalOnProperty("millrace.replay-dead-letters.topology")
    @ConditionalOnMissingBean
    ReplayCommand millraceReplayCommand(
            MillraceEngine engine, ReplayProperties properties, ApplicationContext context) {
        return new ReplayCommand(
                ReplayCommand.topology(engine.topologies(), properties.topology()),
                properties.which(),
                () -> SpringApplication.exit(context),
                System::exit);
    }

    @Bean
    @ConditionalOnBean(MillraceEngine.class)
    @ConditionalOnMissingBean
    JobExitCode millraceExitCode(MillraceEngine engine) {
        return new JobExitCode(engine);
    }

    @Bean
    @ConditionalOnBean(Topology.class)
    @ConditionalOnBooleanProperty("millrace.exit-when-finished")
    @ConditionalOnMissingBean
    ExitWhenFinished millraceExitWhenFinished(ObjectProvider<MillraceEngine> engine, ApplicationContext context) {
        return new ExitWhenFinished(engine, () -> SpringApplication.exit(context), System::exit);
    }

    @Bean
    @ConditionalOnBean(MillraceEngine.class)
    @ConditionalOnEnabledHealthIndicator("millrace")
    @ConditionalOnMissingBean(name = "millraceHealthContributor")
    CompositeHealthContributor millraceHealthContributor(MillraceEngine engine, MillraceProperties properties) {
        Map<String, TopologyHandle> topologies = new LinkedHashMap<>();
        engine.topologies().forEach(topology -> topologies.put(topology.name(), topology));
        return CompositeHealthContributor.fromMap(
                topologies,
                topology -> new TopologyHealthIndicator(
                        topology, properties.health().maxCheckpointIntervals()));
    }

    @Bean
    @ConditionalOnBean(MillraceEngine.class)
    @ConditionalOnEnabledHealthIndicator("millrace-readiness")
    @ConditionalOnMissingBean(name = "millraceReadinessHealthIndicator")
    MillraceReadinessHealthIndicator millraceReadinessHealthIndicator(MillraceEngine engine) {
        return new MillraceReadinessHealthIndicator(engine);
    }

    private static InstantSource clock(ObjectProvider<TimeSource> timeSource) {
        TimeSource time = timeSource.getIfUnique(TimeSource::system);
        return () -> Instant.ofEpochMilli(time.currentTimeMillis());
    }

    private static String applicationId(MillraceProperties properties, Environment environment) {
        String id = properties.applicationId() == null
                ? environment.getProperty("spring.application.name")
                : properties.applicationId();
        if (id == null || id.isBlank()) {
            throw new InvalidSettingsException(List.of(
                    "The service has no name to begin its consumer groups' names with. Set 'spring.application.name',"
                            + " or 'millrace.application-id' for another one."));
        }
        return id;
    }

    /** Says in the log why nothing runs. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean({Topology.class, MillraceEngine.class})
    static class NoTopologies {

        NoTopologies() {
            LOG.info(
                    "Millrace runs nothing: the application context has no bean of type '{}'.",
                    Topology.class.getName());
        }
    }
}
