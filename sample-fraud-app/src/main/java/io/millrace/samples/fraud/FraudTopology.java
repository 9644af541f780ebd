package io.millrace.samples.fraud;

import io.millrace.samples.fraud.json.JsonSerde;
import io.millrace.samples.fraud.kafka.PaymentReader;
import io.millrace.samples.fraud.kafka.Topics;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.rules.FraudRules;
import io.millrace.topology.Consumed;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Clock;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;

/** The way from payments to alerts, and the two topics at its ends. */
@Configuration(proxyBeanMethods = false)
class FraudTopology {

    @Bean
    Topology fraudDetection(PaymentReader reader, FraudRules rules, Clock clock) {
        TopologyBuilder builder = TopologyBuilder.named("fraud-detection");

        builder.stream(Topics.PAYMENTS, Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .flatMapValues(reader::read, Named.as("read-payment"))
                .stage("rules")
                .mapValues(rules::judge, Named.as("judge"))
                .filter((key, judgement) -> judgement.isSuspicious(), Named.as("only-suspicious"))
                .mapValues(judgement -> judgement.toAlert(clock.instant()), Named.as("alert"))
                .selectKey((key, alert) -> alert.card(), Named.as("by-card"))
                .to(Topics.ALERTS, Produced.with(Serdes.String(), JsonSerde.of(Alert.class)));

        return builder.build();
    }

    @Bean
    NewTopic payments() {
        return TopicBuilder.name(Topics.PAYMENTS).partitions(4).build();
    }

    @Bean
    NewTopic alerts() {
        return TopicBuilder.name(Topics.ALERTS).partitions(4).build();
    }
}
