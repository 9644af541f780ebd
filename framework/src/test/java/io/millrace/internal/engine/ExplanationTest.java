package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RetryPolicy;
import io.millrace.internal.plan.Planner;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** What {@code explain()} tells somebody who has not seen the topology. */
class ExplanationTest {

    private final TopologyBuilder builder =
            TopologyBuilder.named("shops").defaultSerdes(Serdes.String(), Serdes.String());
    private final TopologySettings settings = TopologySettings.defaults();

    @Test
    void aDurableShuffleIsTold() {
        countByShop();

        assertThat(explain(settings, 8)).matches("""
                Topology 'shops': trigger real-time 5m, delivery at-least-once
                  5 slots: source 1 \\+ payments 1 \\+ score-read 1 \\+ score 2

                  source: 1 worker on the poll thread
                    -> stage 'payments' by 1 lane, by partition
                    -> stage 'score-read' by 1 lane, by partition

                  stage 'payments': 1 worker on the poll thread
                    payments \\(source payments\\)
                    by-shop \\(selectKey\\)
                    score \\(shuffle by key\\)
                    score-write \\(sink app-shops-score-repartition\\)

                  stage 'score-read': 1 worker on the poll thread
                    score-read \\(source app-shops-score-repartition\\)
                (.*
                )?    -> stage 'score' by 2 lanes, by key

                  stage 'score': 2 workers on threads of their own
                    score-stage \\(group by key, parallelism 2\\)
                    reduce-last \\(reduce\\)
                    alerts \\(sink alerts\\)

                  shuffles:
                    score: DURABLE, since 'by-shop' \\(ExplanationTest.java:\\d+\\) may change the key
                      topic 'app-shops-score-repartition', made with as many partitions as 'payments' has then

                  outputs:
                    score-write to 'app-shops-score-repartition': at once, with output ids, since a replay gives the same records again
                    alerts to 'alerts': at once, since 'delivery' is 'at-least-once'
                """);
    }

    @Test
    void whatBecomesOfRecordsThatFailIsTold() {
        builder.<String, String>stream("payments").stage("score", 1).to("alerts");
        ErrorSettings errors = ErrorSettings.defaults()
                .withPolicy(ErrorPolicy.skip())
                .withStagePolicy(
                        "score",
                        ErrorPhase.PROCESSING,
                        ErrorPolicy.retry(RetryPolicy.of(3)).then(ErrorPolicy.deadLetter()));

        assertThat(explain(settings.withErrors(errors), 2)).endsWith("""

                  records that fail:
                    in stage 'payments': deserialization skip, processing skip, production skip
                    in stage 'score': deserialization skip, processing retry 3 times and then dead-letter, production skip
                    dead letters go to 'app-shops-dlt' at once, since 'delivery' is 'at-least-once'
                """);
    }

    @Test
    void aLocalShuffleIsTold() {
        countByShop();

        assertThat(explain(settings.withShuffle(ShuffleMode.LOCAL).withDelivery(Delivery.EXACTLY_ONCE), 2))
                .matches("""
                Topology 'shops': trigger real-time 5m, delivery exactly-once
                  4 slots: source 1 \\+ payments 1 \\+ score 2

                  source: 1 worker on the poll thread
                    -> stage 'payments' by 1 lane, by partition

                  stage 'payments': 1 worker on the poll thread
                    payments \\(source payments\\)
                    by-shop \\(selectKey\\)
                    -> stage 'score' by 2 lanes, by key

                  stage 'score': 2 workers on the poll thread
                    score \\(shuffle by key, parallelism 2\\)
                    reduce-last \\(reduce\\)
                    alerts \\(sink alerts\\)

                  shuffles:
                    score: LOCAL, since 'by-shop' \\(ExplanationTest.java:\\d+\\) may change the key, and 'shuffle' is 'local'

                  instances: one has all partitions and all state, which is not divided, since there is a LOCAL shuffle;
                    every other one has none, keeps a copy of all state, and takes over when that one is gone

                  outputs:
                    alerts to 'alerts': with the checkpoint, since 'delivery' is 'exactly-once'
                """);
    }

    @Test
    void aShuffleThatIsNotNeededIsTold() {
        payments().groupByKey().count(Materialized.as("counts"));

        assertThat(explain(settings, 2)).endsWith("""

                  shuffles:
                    counts-grouping: PROVEN AWAY, since no operator changes the key that records are read with
                """);
    }

    @Test
    void aSentenceTellsWhyAShuffleWaitsForTheCheckpoint() {
        payments()
                .merge(builder.stream("refunds", Consumed.as("refunds")))
                .groupByKey()
                .reduce((before, value) -> value, Materialized.as("last"))
                .toStream()
                .repartition(Repartitioned.<String, String>as("wide").withNumberOfPartitions(1))
                .foreach((key, value) -> {});

        assertThat(explain(settings, 2))
                .contains("topic 'app-shops-wide-repartition', 1 partition\n")
                .contains(
                        "wide-write to 'app-shops-wide-repartition': with the checkpoint, since store 'last' takes records of"
                                + " several topics, 'payments', 'refunds', and a replay may mix them otherwise");
    }

    @Test
    void aTopicThatSharesStateTellsWithWhich() {
        payments()
                .repartition(Repartitioned.as("wide"))
                .merge(builder.stream("refunds", Consumed.as("refunds")))
                .groupByKey()
                .count();

        assertThat(explain(settings, 2))
                .contains(
                        "topic 'app-shops-wide-repartition', as many partitions as 'refunds', with which it shares state");
    }

    @Test
    void topicsThatAreChosenAreTold() {
        payments().to((key, value, origin) -> value, Produced.as("chosen"));

        assertThat(explain(settings, 2)).contains("    chosen to chosen topics: at once, since ");
    }

    @Test
    void aGlobalTableIsTold() {
        builder.<String, String>stream("payments")
                .join(
                        builder.<String, String>globalTable("merchants", Consumed.as("shops")),
                        (card, shop) -> shop,
                        (shop, risk) -> risk)
                .to("out");

        assertThat(explain(settings, 2)).contains("""
                  2 slots: source 1 + payments 1

                  source: 1 worker on the poll thread
                    -> stage 'payments' by 1 lane, by partition

                  global tables, on a thread of their own without a slot:
                    shops: all partitions of topic 'merchants', in memory, loaded before records flow

                  stage 'payments': 1 worker on the poll thread
                    payments (source payments)
                    join-1 (join, looks into shops)
                """);
    }

    private void countByShop() {
        payments()
                .selectKey((card, shop) -> shop, Named.as("by-shop"))
                .groupByKey(Grouped.<String, String>as("score").withParallelism(2))
                .reduce((before, value) -> value, Materialized.as("last"))
                .toStream()
                .to("alerts", Produced.as("alerts"));
    }

    private KStream<String, String> payments() {
        return builder.stream("payments", Consumed.as("payments"));
    }

    private String explain(TopologySettings how, int processors) {
        return Explanation.of(Planner.plan(builder.build(), "app-shops", how), how, processors);
    }
}
