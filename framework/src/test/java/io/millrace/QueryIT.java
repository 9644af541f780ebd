package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.query.Answer;
import io.millrace.query.StoreQuery;
import io.millrace.query.Unavailable;
import io.millrace.query.Unavailable.Reason;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Questions about state beside the flow of records, by threads of all kinds. */
class QueryIT {

    private static final int PARTITIONS = 4;
    private static final int QUESTIONS = 20;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);
    private final Topology counts = CountTopology.named("counts", in, out);
    private int sent;

    @ParameterizedTest
    @EnumSource(
            value = ThreadMode.class,
            names = {"SHARED", "DEDICATED"})
    void thousandsOfQuestionsDisturbNoRecord(ThreadMode threads) {
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine engine = engine(Engines.quick().withThreads(threads))) {
            engine.start();
            StoreQuery<String, Long> query = engine.topology("counts").query("counts");
            List<CompletableFuture<Answer<Optional<Long>>>> answers = new ArrayList<>();
            for (int round = 0; round < 200; round++) {
                send(40);
                for (int question = 0; question < QUESTIONS; question++) {
                    answers.add(query.get(String.valueOf(question)).toCompletableFuture());
                }
            }
            reader.awaitRecords(sent, Duration.ofSeconds(60));

            await().atMost(Duration.ofSeconds(30)).until(() -> answers.stream().allMatch(CompletableFuture::isDone));
            assertThat(answers).noneMatch(CompletableFuture::isCompletedExceptionally);
            assertCountsInOrder(reader);
        }
    }

    @Test
    void whatAnInstanceDoesNotHaveItDoesNotTell() {
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine first = engine(withInstance("first"))) {
            first.start();
            send(400);
            reader.awaitRecords(sent, Duration.ofSeconds(60));
            await().until(() -> known(first) == PARTITIONS);
            try (MillraceEngine second = engine(withInstance("second"))) {
                second.start();

                await().atMost(Duration.ofSeconds(60)).until(() -> known(first) == 2 && known(second) == 2);

                assertThat(unknown(first))
                        .hasSize(2)
                        .allSatisfy(why -> assertThat(why.reason()).isEqualTo(Reason.ELSEWHERE))
                        .allSatisfy(why -> assertThat(why.instance()).contains("second"));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> known(first) == PARTITIONS);
        }
    }

    @Test
    void aStoppedTopologySaysSo() {
        try (MillraceEngine engine = engine(Engines.quick())) {
            engine.start();
            engine.drain();

            Answer<Optional<Long>> answer = engine.topology("counts")
                    .<String, Long>query("counts")
                    .get("a")
                    .toCompletableFuture()
                    .join();

            assertThat(answer).isInstanceOfSatisfying(Answer.Unknown.class, unknown -> assertThat(
                            unknown.why().reason())
                    .isEqualTo(Reason.NOT_RUNNING));
        }
    }

    private static long known(MillraceEngine engine) {
        return PARTITIONS - unknown(engine).size();
    }

    /** Asks for all entries of each partition. */
    private static List<Unavailable> unknown(MillraceEngine engine) {
        StoreQuery<String, Long> query = engine.topology("counts").query("counts");
        List<Unavailable> unknown = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            var answer = query.inPartitions(Set.of(partition))
                    .all(1_000)
                    .toCompletableFuture()
                    .join();
            if (answer instanceof Answer.Unknown<?> no) {
                unknown.add(no.why());
            }
        }
        return unknown;
    }

    private static void assertCountsInOrder(TopicReader reader) {
        Map<String, Long> last = new HashMap<>();
        for (ConsumerRecord<String, String> record : reader.allRecords()) {
            long count = Long.parseLong(record.value());
            assertThat(count).isEqualTo(last.getOrDefault(record.key(), 0L) + 1);
            last.put(record.key(), count);
        }
    }

    private void send(int count) {
        cluster.sendNumbers(in, PARTITIONS, sent, count);
        sent += count;
    }

    private static TopologySettings withInstance(String name) {
        return Engines.quick().withQueries(QuerySettings.defaults().withInstance(name));
    }

    private MillraceEngine engine(TopologySettings settings) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(
                        settings.queries().enabled() ? settings : settings.withQueries(QuerySettings.defaults()))
                .topology(counts)
                .build();
    }
}
