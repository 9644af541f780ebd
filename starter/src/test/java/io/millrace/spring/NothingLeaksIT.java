package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.MillraceEngine;
import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** What is in records and what is secret in the settings: none of it is to be seen anywhere but where it belongs. */
class NothingLeaksIT {

    /** All that is not to be seen has it in it. */
    private static final String MARK = "GEHEIM";

    private final String prefix = UUID.randomUUID() + "-";
    private final Lines lines = new Lines();

    @Test
    void noLogNoHealthNoExplanationAndNoMeterHasAnythingOfRecordsOrSecrets() throws Exception {
        try (DevBroker broker = DevBroker.start(DevBrokerSettings.defaults()
                        .withPort(0)
                        .withControllerPort(0)
                        .withAutoCreateTopics(false));
                ConfigurableApplicationContext service = start(broker)) {
            send(broker);
            MillraceEngine engine = service.getBean(MillraceEngine.class);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(engine.topology("failing").state()).isEqualTo(TopologyState.FAILED);
                assertThat(engine.topology("unreadable").state()).isEqualTo(TopologyState.FAILED);
                assertThat(engine.topology("skipping").errors().skipped()).isEqualTo(1);
                assertThat(engine.topology("keeping").errors().deadLettered()).isEqualTo(1);
                assertThat(engine.topology("retrying").errors().deadLettered()).isEqualTo(1);
                assertThat(engine.topology("asking").errors().skipped()).isEqualTo(1);
            });

            for (TopologyHandle topology : engine.topologies()) {
                assertThat(topology.explain()).doesNotContain(MARK);
                assertThat(topology.metrics().toString()).doesNotContain(MARK);
                assertThat(topology.settings().toString()).doesNotContain(MARK);
                topology.failure()
                        .ifPresent(failure -> assertThat(failure.getMessage()).doesNotContain(MARK));
                assertThat(health(service, topology)).doesNotContain(MARK);
            }
            assertThat(service.getBean(MeterRegistry.class).getMeters())
                    .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain(MARK));
        } finally {
            lines.end();
        }

        assertThat(lines.all).anyMatch(line -> line.contains("failed at"));
        assertThat(lines.all).anyMatch(line -> line.startsWith("DEBUG") && line.contains("IllegalStateException"));
        assertThat(lines.all).noneMatch(line -> line.contains(MARK));
    }

    @Test
    void linesAboutATopologyTellItsNameAsAField() {
        try (ConfigurableApplicationContext service = new SpringApplicationBuilder(LeakingService.class)
                .listeners(lines.fromNowOn())
                .properties("spring.config.location=classpath:/leaking-it.yml", "test.prefix=" + prefix)
                .properties("millrace.auto-startup=false", "spring.kafka.admin.auto-create=false")
                .run()) {
            service.getBean(MillraceEngine.class).topology("failing").close();
        } finally {
            lines.end();
        }

        assertThat(lines.all)
                .anyMatch(line -> line.contains("is CLOSED")
                        && line.contains("millrace.topology=failing")
                        && line.contains("millrace.state=CLOSED"));
        assertThat(lines.all)
                .filteredOn(line -> line.contains("Topology '"))
                .allMatch(line -> line.contains("millrace.topology="));
    }

    private ConfigurableApplicationContext start(DevBroker broker) {
        return new SpringApplicationBuilder(LeakingService.class)
                .listeners(lines.fromNowOn())
                .properties(
                        "spring.config.location=classpath:/leaking-it.yml",
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "test.prefix=" + prefix)
                .run();
    }

    private void send(DevBroker broker) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String way : LeakingService.WAYS) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(prefix + way + "-in", MARK + "-key", MARK + "-value");
                record.headers().add("header", (MARK + "-header").getBytes(StandardCharsets.UTF_8));
                producer.send(record).get();
            }
        }
    }

    private static String health(ConfigurableApplicationContext service, TopologyHandle topology) {
        return String.valueOf(
                ((HealthIndicator) service.getBean("millraceHealthContributor", CompositeHealthContributor.class)
                                .getContributor(topology.name()))
                        .health());
    }

    /** Catches all lines, with their fields and what was thrown. Thread-safe. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        final Queue<String> all = new ConcurrentLinkedQueue<>();
        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

        /** Returns what begins to catch them once Spring Boot has set up the log. */
        ApplicationListener<ApplicationPreparedEvent> fromNowOn() {
            return prepared -> begin();
        }

        private void begin() {
            ((Logger) LoggerFactory.getLogger("io.millrace")).setLevel(Level.DEBUG);
            ((Logger) LoggerFactory.getLogger("org.apache.kafka.clients")).setLevel(Level.INFO);
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
        }

        void end() {
            root.detachAppender(this);
            ((Logger) LoggerFactory.getLogger("io.millrace")).setLevel(Level.INFO);
            ((Logger) LoggerFactory.getLogger("org.apache.kafka.clients")).setLevel(null);
        }

        @Override
        protected void append(ILoggingEvent event) {
            StringBuilder line = new StringBuilder(event.getLevel() + " " + event.getFormattedMessage());
            List<KeyValuePair> fields = event.getKeyValuePairs();
            if (fields != null) {
                fields.forEach(
                        field -> line.append(' ').append(field.key).append('=').append(field.value));
            }
            line.append(event.getMDCPropertyMap());
            for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
                line.append(' ').append(thrown.getClassName()).append(thrown.getMessage());
            }
            all.add(line.toString());
        }
    }
}
