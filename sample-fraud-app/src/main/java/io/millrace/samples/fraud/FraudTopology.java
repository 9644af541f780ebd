package io.millrace.samples.fraud;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.kafka.PaymentReader;
import io.millrace.samples.fraud.kafka.Topics;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.MerchantRisk;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.ScoredPayment;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.Habits;
import io.millrace.samples.fraud.rules.FraudRules;
import io.millrace.samples.fraud.rules.Judgement;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Consumed;
import io.millrace.topology.GlobalKTable;
import io.millrace.topology.KGroupedStream;
import io.millrace.topology.KStream;
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

/** The way from payments to alerts, what is remembered of each card and known of each merchant, and the topics at the ends. */
@Configuration(proxyBeanMethods = false)
class FraudTopology {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(90);

    /** A session ends even if nobody pays any more. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    @Bean
    Topology fraudDetection(
            PaymentReader reader,
            FraudRules rules,
            Habits habits,
            CardWindows windows,
            PaymentScores scores,
            Clock clock) {
        TopologyBuilder builder = TopologyBuilder.named("fraud-detection");
        StoreDefinition<ValueState<CardProfile>> profiles =
                Stores.value("card-profiles", JsonSerde.of(CardProfile.class)).withTtl(FORGOTTEN_AFTER);

        GlobalKTable<String, MerchantRisk> merchants =
                builder.globalTable(Topics.MERCHANTS, Consumed.with(Serdes.String(), JsonSerde.of(MerchantRisk.class)));

        KStream<String, Judgement> judged = builder.stream(
                        Topics.PAYMENTS,
                        Consumed.with(Serdes.String(), JsonSerde.of(Payment.class))
                                .advancingWhenIdle(IDLE))
                .mapValues(reader::read, Named.as("read-payment"))
                .stage("rules")
                .leftJoin(merchants, (key, payment) -> payment.merchant(), ScoredPayment::of, Named.as("merchant-risk"))
                .processValues(() -> new CardJudge(rules, habits, profiles), Named.as("judge"), profiles);
        KGroupedStream<String, Judgement> ofCards = judged.filter(
                        (key, judgement) -> judgement.payment().card().equals(key), Named.as("only-by-card"))
                .groupByKey();

        scores.scored(judged)
                .filter((key, judgement) -> judgement.isSuspicious(), Named.as("only-suspicious"))
                .merge(windows.sprees(ofCards))
                .merge(windows.sessions(ofCards))
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
    NewTopic merchants() {
        return TopicBuilder.name(Topics.MERCHANTS).partitions(1).compact().build();
    }

    @Bean
    NewTopic alerts() {
        return TopicBuilder.name(Topics.ALERTS).partitions(4).build();
    }
}
