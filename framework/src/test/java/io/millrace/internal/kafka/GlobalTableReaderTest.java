package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.GlobalTableLostException;
import io.millrace.errors.UnreadableGlobalTableException;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.state.GlobalEntries;
import io.millrace.internal.state.StateStores;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.StateSettings;
import io.millrace.support.ManualTime;
import io.millrace.topology.GlobalTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The reader of the global tables, stepped, and the gate that it opens. */
class GlobalTableReaderTest {

    private static final TopicPartition FIRST = new TopicPartition("merchants", 0);
    private static final TopicPartition SECOND = new TopicPartition("merchants", 1);
    private static final String POISON = "poison";

    private final ManualTime time = new ManualTime();
    private final FakeChangelogs cluster = new FakeChangelogs();
    private final List<RestoreProgress> told = new ArrayList<>();
    private final GlobalTable table =
            new GlobalTable("merchants", "merchants", new StringDeserializer(), refusing(POISON));
    private final StateStores stores = new StateStores(
            new Plan("cards", List.of(), List.of(), List.of(), List.of(), List.of(table), Optional.empty()),
            "app-cards",
            StateSettings.defaults(),
            time);
    private final GlobalEntries entries = stores.globalTables().of("merchants");
    private int wokenPollThread;
    private final GlobalTableReader reader = new GlobalTableReader(
            new GlobalTableParts("cards", List.of(table), stores.globalTables(), cluster, time),
            new ChangelogReader(() -> new FakeChangelogConsumer(cluster)),
            () -> {},
            () -> wokenPollThread++);
    private final GlobalTableGate gate = new GlobalTableGate(
            reader, new RestoreReporter("cards", RestoreReporter.Subject.GLOBAL_TABLES, time, told::add));

    GlobalTableReaderTest() {
        cluster.partitionCount = 2;
    }

    @Test
    void theGateOpensWhenAllPartitionsAreRead() {
        write(FIRST, "shop", "1");
        write(FIRST, "bar", "2");
        write(FIRST, "inn", "3");
        write(SECOND, "kiosk", "4");
        ask();

        step();
        assertThat(gate.isOpen())
                .as("two records of a partition come with each poll")
                .isFalse();
        step();

        assertThat(gate.isOpen()).isTrue();
        assertThat(wokenPollThread).isEqualTo(1);
        assertThat(entries.get("inn")).isEqualTo("3");
        assertThat(entries.get("kiosk")).isEqualTo("4");
    }

    @Test
    void anEmptyTopicOpensTheGate() {
        ask();

        step();

        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void whatIsWrittenAfterTheFirstQuestionIsNotWaitedFor() {
        write(FIRST, "shop", "1");
        ask();
        write(FIRST, "bar", "2");
        write(FIRST, "inn", "3");

        step();

        assertThat(gate.isOpen()).isTrue();
        assertThat(entries.get("inn")).isNull();
    }

    @Test
    void laterChangesAndRemovalsCome() {
        write(FIRST, "shop", "1");
        write(FIRST, "bar", "2");
        ask();
        step();

        write(FIRST, "shop", "3");
        write(FIRST, "bar", null);
        step();

        assertThat(entries.get("shop")).isEqualTo("3");
        assertThat(entries.get("bar")).isNull();
    }

    @Test
    void whatIsNotCommittedIsNeitherReadNorWaitedFor() {
        write(FIRST, "shop", "1");
        cluster.log(FIRST).change("shop", "2");
        ask();

        step();

        assertThat(gate.isOpen()).isTrue();
        assertThat(entries.get("shop")).isEqualTo("1");
    }

    @Test
    void newPartitionsAreReadAfterAWhile() {
        ask();
        step();
        cluster.partitionCount = 3;
        write(new TopicPartition("merchants", 2), "shop", "1");
        step();
        step();
        assertThat(entries.get("shop")).isNull();

        time.advance(Duration.ofSeconds(30));
        ask();
        step();

        assertThat(entries.get("shop")).isEqualTo("1");
    }

    @Test
    void aBrokerThatIsAwayIsAskedUntilItAnswers() {
        cluster.failure = new TimeoutException("away");
        write(FIRST, "shop", "1");
        ask();
        step();
        cluster.failure = null;
        time.advance(Duration.ofSeconds(1));

        ask();
        step();

        assertThat(gate.isOpen()).isTrue();
        assertThat(entries.get("shop")).isEqualTo("1");
    }

    @Test
    void aValueThatCannotBeReadFailsAndIsFound() {
        write(FIRST, "shop", "1");
        write(FIRST, "bar", POISON);
        ask();

        assertThatThrownBy(this::step)
                .isInstanceOf(UnreadableGlobalTableException.class)
                .hasMessageContaining("topic 'merchants', partition 0, offset 2 into global table 'merchants'")
                .hasMessageNotContaining(POISON);
    }

    @Test
    void aRecordWithoutAKeyIsDropped() {
        cluster.log(FIRST).append(bytes("shop"), bytes("1"));
        cluster.log(FIRST).appendWithoutKey(bytes("2"));
        cluster.log(FIRST).commit();
        end(FIRST);
        ask();

        step();
        step();

        assertThat(gate.isOpen()).isTrue();
        assertThat(entries.approximateNumEntries()).isEqualTo(1);
    }

    @Test
    void aTopicThatWasMadeAnewIsNotTakenForTheOld() {
        write(FIRST, "shop", "1");
        ask();
        step();
        cluster.log(FIRST).topicId = "second";
        time.advance(Duration.ofSeconds(30));
        ask();

        assertThatThrownBy(this::step)
                .isInstanceOf(GlobalTableLostException.class)
                .hasMessageContaining("topic 'merchants' was deleted and made again");
    }

    @Test
    void recordsThatWereDeletedBeforeTheyWereReadHaveItLoadedAnew() {
        ask();
        step();
        write(FIRST, "shop", "1");
        write(FIRST, "bar", "2");
        cluster.log(FIRST).removeUpTo(2);

        assertThatThrownBy(this::step)
                .isInstanceOf(GlobalTableLostException.class)
                .hasMessageContaining("does not hold offset 0 of partition 0 any more");
    }

    @Test
    void theLoadIsTold() {
        write(FIRST, "shop", "1");
        write(FIRST, "bar", "2");
        write(FIRST, "inn", "3");
        ask();
        step();
        gate.tick();
        time.advance(Duration.ofSeconds(2));
        gate.tick();
        step();
        gate.tick();

        assertThat(told).extracting(RestoreProgress::store).containsOnly("merchants");
        assertThat(told.stream().filter(RestoreProgress::done))
                .extracting(progress -> "%d: %d".formatted(progress.partition(), progress.records()))
                .containsExactlyInAnyOrder("0: 3", "1: 0");
        assertThat(told.stream().filter(progress -> !progress.done()).map(RestoreProgress::records))
                .contains(2L);
    }

    /** Has it ask what there is; the answer is found at the next step. */
    private void ask() {
        step();
    }

    private void step() {
        time.advance(Duration.ofMillis(1));
        reader.doWork();
    }

    private void write(TopicPartition partition, String key, @Nullable String value) {
        cluster.log(partition).change(key, value);
        cluster.log(partition).commit();
        end(partition);
    }

    /** Has the cluster tell where what is committed ends. */
    private void end(TopicPartition partition) {
        cluster.starts.put(partition, cluster.log(partition).stableEnd);
    }

    private static byte[] bytes(String text) {
        return text.getBytes();
    }

    private static Deserializer<String> refusing(String value) {
        return (topic, data) -> {
            String read = new String(data);
            if (read.equals(value)) {
                throw new IllegalArgumentException("Refuses " + read);
            }
            return read;
        };
    }
}
