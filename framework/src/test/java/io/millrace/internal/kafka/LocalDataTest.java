package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedRestore.PAYMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.kafka.RestoreQuestions.Range;
import io.millrace.internal.state.ShardState;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How loading goes on behind what a former run has left on the disk. */
class LocalDataTest {

    private static final TopicPartition TOTALS = SteppedRestore.TOTALS;
    private static final long BEHIND_FIRST_MARKER = 2;

    private final SteppedRestore restore = new SteppedRestore();
    private final FakeChangelogs.Log log = restore.cluster.log(TOTALS);
    private final Shard shard = new Shard(SteppedRestore.KEY.group(), SteppedRestore.KEY.partition());
    private final ShardState state = restore.stores.open(shard);
    private final ChangelogReader reader = new ChangelogReader(() -> restore.consumer);
    private final RestoreMeter meter = new RestoreMeter("totals");
    private final ChangelogLoad load = new ChangelogLoad("cards", TOTALS, state, reader, meter);

    @Test
    void onlyTheTailIsRead() {
        log.checkpoint("ann", "in the log", offsets(1));
        log.checkpoint("bob", "2", offsets(2));
        leftBehind("ann", "on the disk", BEHIND_FIRST_MARKER);

        loadAll();

        assertThat(restore.total(shard, "ann")).isEqualTo("on the disk");
        assertThat(restore.total(shard, "bob")).isEqualTo("2");
    }

    @Test
    void theMarkerIsKnownThoughNothingFollowsIt() {
        log.checkpoint("ann", "in the log", offsets(1));
        leftBehind("ann", "on the disk", BEHIND_FIRST_MARKER);

        loadAll();

        assertThat(load.marker()).extracting(Marker::offsets).isEqualTo(Map.of(PAYMENTS, 1L));
        assertThat(meter.records()).isEqualTo(1);
    }

    @Test
    void localDataCountsUpToTheLastMarker() {
        log.checkpoint("ann", "1", offsets(1));
        log.change("bob", "2");
        log.commit();

        loadAll();

        assertThat(state.loadedTo("totals")).hasValue(BEHIND_FIRST_MARKER);
    }

    @Test
    void dataThatIsAheadOfTheChangelogIsGivenUp() {
        log.checkpoint("ann", "in the log", offsets(1));
        leftBehind("bob", "on the disk", 100);

        loadAll();

        assertThat(restore.total(shard, "ann")).isEqualTo("in the log");
        assertThat(restore.total(shard, "bob")).isNull();
    }

    @Test
    void dataThatEndsBeforeTheBeginningOfTheChangelogIsGivenUp() {
        log.checkpoint("ann", "in the log", offsets(1));
        log.checkpoint("ann", "later", offsets(2));
        log.removeUpTo(3);
        leftBehind("bob", "on the disk", BEHIND_FIRST_MARKER);

        loadAll();

        assertThat(restore.total(shard, "ann")).isEqualTo("later");
        assertThat(restore.total(shard, "bob")).isNull();
    }

    @Test
    void dataThatDoesNotEndAtAMarkerIsGivenUp() {
        log.checkpoint("ann", "in the log", offsets(1));
        leftBehind("bob", "on the disk", 3);

        loadAll();

        assertThat(restore.total(shard, "ann")).isEqualTo("in the log");
        assertThat(restore.total(shard, "bob")).isNull();
    }

    @Test
    void whatWasLoadedFromATopicThatIsMadeAnewMeanwhileIsGivenUp() {
        log.checkpoint("ann", "before", offsets(1));
        loadAll();
        log.topicId = "second";
        log.removeUpTo(log.end);
        log.checkpoint("bob", "after", offsets(1));

        loadUntilReached();

        assertThat(restore.total(shard, "bob")).isEqualTo("after");
        assertThat(restore.total(shard, "ann")).isNull();
    }

    private void leftBehind(String key, String value, long offset) {
        state.load("totals", key.getBytes(), value.getBytes(), 0);
        state.loadedTo("totals", offset);
    }

    private void loadAll() {
        load.begin(range());
        loadUntilReached();
    }

    private void loadUntilReached() {
        while (!load.hasReached(range())) {
            reader.poll(false);
        }
    }

    private Range range() {
        return new Range(log.start, log.end, log.topicId);
    }

    private static Map<String, Long> offsets(long offset) {
        return Map.of("payments", offset);
    }
}
