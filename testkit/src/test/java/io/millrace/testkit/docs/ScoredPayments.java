package io.millrace.testkit.docs;

import io.millrace.errors.RetryPolicy;
import io.millrace.processor.KeyValue;
import io.millrace.topology.Async;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serdes;

/** Payments that another service scores. */
final class ScoredPayments {

    private ScoredPayments() {}

    /** The other service. */
    @FunctionalInterface
    interface Scoring {

        CompletableFuture<String> score(String payment);

        default CompletableFuture<List<String>> scoreAll(List<String> payments) {
            return CompletableFuture.completedFuture(
                    payments.stream().map(payment -> score(payment).join()).toList());
        }
    }

    static Topology scored(Scoring scoring) {
        TopologyBuilder builder = builder();
        builder.<String, String>stream("payments")
                .mapAsync(
                        (card, payment) -> scoring.score(payment),
                        Async.orderedByKey().named("score").capacity(64).timeout(Duration.ofMillis(200)))
                .to("scores");
        return builder.build();
    }

    static Topology scoredOrUnknown(Scoring scoring) {
        TopologyBuilder builder = builder();
        builder.<String, String>stream("payments")
                .mapAsync(
                        (card, payment) -> scoring.score(payment),
                        Async.orderedByKey()
                                .named("score")
                                .timeout(Duration.ofMillis(200))
                                .retry(RetryPolicy.of(1).withDelays(Duration.ofMillis(50), Duration.ofMillis(50))),
                        (card, payment, failure) -> "unknown")
                .to("scores");
        return builder.build();
    }

    static Topology scoredInBatches(Scoring scoring) {
        TopologyBuilder builder = builder();
        builder.<String, String>stream("payments")
                .mapAsyncBatch(
                        payments -> scoring.scoreAll(
                                payments.stream().map(KeyValue::value).toList()),
                        Async.orderedByKey().named("score").capacity(500).batch(50, Duration.ofMillis(5)))
                .to("scores");
        return builder.build();
    }

    private static TopologyBuilder builder() {
        return TopologyBuilder.named("scores").defaultSerdes(Serdes.String(), Serdes.String());
    }
}
