package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.kafka.autoconfigure.metrics.KafkaMetricsAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

class SpringKafkaClientSupplierTest {

    private static final ClientConfig NOTHING = new ClientConfig(Map.of(), Map.of());

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    KafkaMetricsAutoConfiguration.class,
                    SslAutoConfiguration.class,
                    MillraceAutoConfiguration.class));

    @Test
    void serversAreThoseOfTheConnectionDetails() {
        context.withUserConfiguration(ServiceConnection.class)
                .withPropertyValues("spring.kafka.bootstrap-servers=ignored:1")
                .run(started -> {
                    SpringKafkaClientSupplier clients = started.getBean(SpringKafkaClientSupplier.class);

                    assertThat(clients.consumerConfig(NOTHING)).containsEntry("bootstrap.servers", List.of("one:9092"));
                    assertThat(clients.producerConfig(NOTHING)).containsEntry("bootstrap.servers", List.of("one:9092"));
                    assertThat(clients.adminConfig(NOTHING)).containsEntry("bootstrap.servers", List.of("one:9092"));
                    assertThat(clients.bootstrapServers()).isEqualTo("one:9092");
                });
    }

    @Test
    void allServersAreNamed() {
        context.withPropertyValues("spring.kafka.bootstrap-servers=one:9092,two:9092")
                .run(started -> assertThat(
                                started.getBean(SpringKafkaClientSupplier.class).bootstrapServers())
                        .isEqualTo("one:9092,two:9092"));
    }

    @Test
    void sslBundleOfTheConnectionDetailsIsUsed() {
        context.withUserConfiguration(ServiceConnection.class).run(started -> {
            SpringKafkaClientSupplier clients = started.getBean(SpringKafkaClientSupplier.class);

            assertThat(List.of(
                            clients.consumerConfig(NOTHING),
                            clients.producerConfig(NOTHING),
                            clients.adminConfig(NOTHING)))
                    .allSatisfy(config -> assertThat(config)
                            .contains(
                                    entry("security.protocol", "SSL"),
                                    entry("ssl.engine.factory.class", SslBundleSslEngineFactory.class),
                                    entry(SslBundle.class.getName(), ServiceConnection.BUNDLE)));
        });
    }

    @Test
    void sslBundleNamedInThePropertiesIsUsed() {
        context.withPropertyValues(
                        "spring.ssl.bundle.jks.broker.truststore.type=PKCS12",
                        "spring.kafka.ssl.bundle=broker",
                        "spring.kafka.security.protocol=SSL")
                .run(started -> assertThat(
                                started.getBean(SpringKafkaClientSupplier.class).consumerConfig(NOTHING))
                        .contains(entry("security.protocol", "SSL"))
                        .containsKey(SslBundle.class.getName()));
    }

    @Test
    void servicesSettingGoesBeforeTheEnginesDefault() {
        ClientConfig config = new ClientConfig(Map.of("linger.ms", 5, "batch.size", 1), Map.of());

        context.withPropertyValues("spring.kafka.producer.properties.linger.ms=77")
                .run(started -> assertThat(
                                started.getBean(SpringKafkaClientSupplier.class).producerConfig(config))
                        .contains(entry("linger.ms", "77"), entry("batch.size", 1)));
    }

    @Test
    void whatTheEngineRequiresGoesBeforeTheServicesSetting() {
        ClientConfig config = new ClientConfig(Map.of(), Map.of("enable.auto.commit", false));

        context.withPropertyValues("spring.kafka.consumer.enable-auto-commit=true")
                .run(started -> assertThat(
                                started.getBean(SpringKafkaClientSupplier.class).consumerConfig(config))
                        .containsEntry("enable.auto.commit", false));
    }

    @Test
    void clientIdOfTheServiceBeginsThoseOfTheEngine() {
        ClientConfig config = new ClientConfig(Map.of("client.id", "engines"), Map.of());

        context.withPropertyValues("spring.kafka.client-id=mine").run(started -> {
            SpringKafkaClientSupplier clients = started.getBean(SpringKafkaClientSupplier.class);

            assertThat(clients.consumerConfig(config)).containsEntry("client.id", "mine-engines");
            assertThat(clients.producerConfig(config)).containsEntry("client.id", "mine-engines");
            assertThat(clients.adminConfig(config)).containsEntry("client.id", "mine-engines");
        });
    }

    @Test
    void servicesSerializersAndTheirSettingsAreLeftOut() {
        context.withPropertyValues(
                        "spring.kafka.consumer.value-deserializer="
                                + "org.springframework.kafka.support.serializer.ErrorHandlingDeserializer",
                        "spring.kafka.consumer.properties.spring.deserializer.value.delegate.class="
                                + "org.springframework.kafka.support.serializer.JacksonJsonDeserializer",
                        "spring.kafka.consumer.properties.spring.json.trusted.packages=*",
                        "spring.kafka.producer.value-serializer="
                                + "org.springframework.kafka.support.serializer.JacksonJsonSerializer",
                        "spring.kafka.producer.properties.spring.json.add.type.headers=false")
                .run(started -> {
                    SpringKafkaClientSupplier clients = started.getBean(SpringKafkaClientSupplier.class);

                    assertThat(clients.consumerConfig(NOTHING).keySet())
                            .noneMatch(name -> name.startsWith("spring.") || name.contains("deserializer"));
                    assertThat(clients.producerConfig(NOTHING).keySet())
                            .noneMatch(name -> name.startsWith("spring.") || name.contains("serializer"));
                });
    }

    @Test
    void clientsMoveByteArraysWhateverTheServiceSet() {
        ClientConfig group = new ClientConfig(Map.of(), Map.of("group.id", "test"));

        context.withPropertyValues(
                        "spring.kafka.consumer.value-deserializer="
                                + "org.springframework.kafka.support.serializer.JacksonJsonDeserializer",
                        "spring.kafka.producer.value-serializer="
                                + "org.springframework.kafka.support.serializer.JacksonJsonSerializer")
                .run(started -> {
                    KafkaClientSupplier clients = started.getBean(KafkaClientSupplier.class);
                    try (Consumer<byte[], byte[]> consumer = clients.consumer(group);
                            Producer<byte[], byte[]> producer = clients.producer(NOTHING)) {
                        assertThat(consumer)
                                .extracting("delegate.deserializers")
                                .asString()
                                .contains("valueDeserializer=" + ByteArrayDeserializer.class.getName());
                        assertThat(producer)
                                .extracting("valueSerializerPlugin.instance")
                                .isInstanceOf(ByteArraySerializer.class);
                    }
                });
    }

    @Test
    void customizersOfTheServiceApply() {
        context.withUserConfiguration(Customizers.class).run(started -> {
            SpringKafkaClientSupplier clients = started.getBean(SpringKafkaClientSupplier.class);

            assertThat(clients.consumerConfig(NOTHING)).containsEntry("fetch.min.bytes", 7);
            assertThat(clients.producerConfig(NOTHING)).containsEntry("batch.size", 8);
        });
    }

    @Test
    void severalFactoriesOfTheServiceWithoutAPrimaryOneLeaveThePropertiesAndCustomizers() {
        context.withUserConfiguration(Customizers.class, TwoFactoriesOfEachKind.class)
                .withPropertyValues("spring.kafka.bootstrap-servers=one:9092")
                .run(started -> {
                    SpringKafkaClientSupplier clients = started.getBean(SpringKafkaClientSupplier.class);

                    assertThat(clients.consumerConfig(NOTHING))
                            .contains(entry("bootstrap.servers", List.of("one:9092")), entry("fetch.min.bytes", 7));
                    assertThat(clients.producerConfig(NOTHING))
                            .contains(entry("bootstrap.servers", List.of("one:9092")), entry("batch.size", 8));
                });
    }

    @Test
    void producersAreTheCallersOwnAndReallyClose() {
        context.run(started -> {
            KafkaClientSupplier clients = started.getBean(KafkaClientSupplier.class);
            try (Producer<byte[], byte[]> first = clients.producer(NOTHING);
                    Producer<byte[], byte[]> second = clients.producer(NOTHING)) {
                first.close(Duration.ZERO);

                assertThat(second).isInstanceOf(KafkaProducer.class).isNotSameAs(first);
                assertThat(first).extracting("sender.running").isEqualTo(false);
                assertThat(second).extracting("sender.running").isEqualTo(true);
            }
        });
    }

    @Test
    void producersUseNoTransactionsWhereTheServicesDo() {
        context.withPropertyValues(
                        "spring.kafka.producer.transaction-id-prefix=tx-",
                        "spring.kafka.producer.properties.transactional.id=mine")
                .run(started -> {
                    SpringKafkaClientSupplier clients = started.getBean(SpringKafkaClientSupplier.class);
                    try (Producer<byte[], byte[]> producer = clients.producer(NOTHING)) {
                        assertThat(producer)
                                .extracting("transactionManager.transactionalId")
                                .isNull();
                    }
                });
    }

    @Test
    void aTransactionalProducerHasTheIdThatTheEngineWantsWhateverTheServicesAre() {
        ClientConfig committer = new ClientConfig(Map.of(), Map.of("transactional.id", "shop-copy-1"));

        context.withPropertyValues(
                        "spring.kafka.producer.transaction-id-prefix=tx-",
                        "spring.kafka.producer.properties.transactional.id=mine")
                .run(started -> {
                    KafkaClientSupplier clients = started.getBean(KafkaClientSupplier.class);
                    try (Producer<byte[], byte[]> producer = clients.producer(committer)) {
                        assertThat(producer)
                                .extracting("transactionManager.transactionalId")
                                .isEqualTo("shop-copy-1");
                    }
                });
    }

    @Test
    void metricsOfAClientLastAsLongAsTheClient() {
        ClientConfig group = new ClientConfig(Map.of(), Map.of("group.id", "test", "client.id", "shop-copy"));

        context.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(started -> {
            KafkaClientSupplier clients = started.getBean(KafkaClientSupplier.class);
            MeterRegistry registry = started.getBean(MeterRegistry.class);
            Consumer<byte[], byte[]> consumer = clients.consumer(group);
            Producer<byte[], byte[]> producer = clients.producer(group);

            assertThat(registry.find("kafka.consumer.connection.count")
                            .tag("spring.id", "millraceConsumer.shop-copy")
                            .gauge())
                    .isNotNull();
            assertThat(registry.find("kafka.producer.connection.count")
                            .tag("spring.id", "millraceProducer.shop-copy")
                            .gauge())
                    .isNotNull();
            assertThat(registry.find("kafka.app.info.start.time.ms").gauges()).hasSize(2);

            consumer.close(CloseOptions.timeout(Duration.ZERO));
            producer.close(Duration.ZERO);
            assertThat(registry.getMeters())
                    .noneMatch(meter -> meter.getId().getName().startsWith("kafka."));
        });
    }

    @Test
    void adminTakesTheServicesAdminSettings() {
        ClientConfig config = new ClientConfig(Map.of("retries", 1, "request.timeout.ms", 1_000), Map.of());

        context.withPropertyValues("spring.kafka.admin.properties.request.timeout.ms=7000")
                .run(started -> {
                    SpringKafkaClientSupplier clients = started.getBean(SpringKafkaClientSupplier.class);
                    assertThat(clients.adminConfig(config))
                            .contains(entry("request.timeout.ms", "7000"), entry("retries", 1));
                    try (Admin admin = clients.admin(config)) {
                        assertThat(admin).isNotNull();
                    }
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class ServiceConnection {

        static final SslBundle BUNDLE = SslBundle.of(SslStoreBundle.NONE);

        @Bean
        KafkaConnectionDetails connection() {
            return new KafkaConnectionDetails() {

                @Override
                public List<String> getBootstrapServers() {
                    return List.of("one:9092");
                }

                @Override
                public SslBundle getSslBundle() {
                    return BUNDLE;
                }

                @Override
                public String getSecurityProtocol() {
                    return "SSL";
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        DefaultKafkaConsumerFactoryCustomizer consumers() {
            return factory -> factory.updateConfigs(Map.of("fetch.min.bytes", 7));
        }

        @Bean
        DefaultKafkaProducerFactoryCustomizer producers() {
            return factory -> factory.updateConfigs(Map.of("batch.size", 8));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoFactoriesOfEachKind {

        private final Map<String, Object> config = Map.of("bootstrap.servers", "of-the-factory:9092");

        @Bean
        ConsumerFactory<Object, Object> consumers1() {
            return new DefaultKafkaConsumerFactory<>(config);
        }

        @Bean
        ConsumerFactory<String, String> consumers2() {
            return new DefaultKafkaConsumerFactory<>(config, new StringDeserializer(), new StringDeserializer());
        }

        @Bean
        ProducerFactory<Object, Object> producers1() {
            return new DefaultKafkaProducerFactory<>(config);
        }

        @Bean
        ProducerFactory<String, String> producers2() {
            return new DefaultKafkaProducerFactory<>(config, new StringSerializer(), new StringSerializer());
        }
    }
}
