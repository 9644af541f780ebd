package io.millrace.samples.fraud;

import io.millrace.samples.fraud.json.JsonSerde;
import io.millrace.samples.fraud.kafka.PaymentReader;
import io.millrace.samples.fraud.kafka.Topics;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.Habits;
import io.millrace.samples.fraud.rules.FraudRules;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Consumed;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;

/** The way from payments to alerts, what is remembered of each card, and the two topics at the ends. */
@Configuration(proxyBeanMethods = false)
class FraudTopology {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(90);

    @Bean
    Topology fraudDetection(PaymentReader reader, FraudRules rules, Habits habits, Clock clock) {
        TopologyBuilder builder = TopologyBuilder.named("fraud-detection");
        StoreDefinition<ValueState<CardProfile>> profiles =
                Stores.value("card-profiles", JsonSerde.of(CardProfile.class)).withTtl(FORGOTTEN_AFTER);

        builder.stream(Topics.PAYMENTS, Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .flatMapValues(reader::read, Named.as("read-payment"))
                .stage("rules")
                .processValues(() -> new CardJudge(rules, habits, profiles), Named.as("judge"), profiles)
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
