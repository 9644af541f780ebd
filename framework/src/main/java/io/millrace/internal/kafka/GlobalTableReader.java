package io.millrace.internal.kafka;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.kafka.RestoreQuestions.Range;
import io.millrace.internal.stage.Worker;
import io.millrace.topology.GlobalTable;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of all global tables of a run, with one consumer that belongs to no group: all that is committed, from the beginning
 * to what was the end when it asked first, and then whatever comes. Looks for new partitions now and then.
 *
 * <p>Each run loads its tables anew. To keep those of a failed run would mean to trust what was in the midst of being read.
 *
 * <p>Its thread sleeps in Kafka's poll while it reads, and in the engine otherwise. While the brokers are away it waits for them, and the
 * tables stay as they are. Confined to that thread, but for {@link #isLoaded} and {@link #loads}.
 */
final class GlobalTableReader implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalTableReader.class);
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofSeconds(30).toNanos();

    private final GlobalTableParts parts;
    private final Map<String, GlobalTable> tables;
    private final ChangelogReader reader;
    private final WakeUp thread;
    private final WakeUp pollThread;
    private final Map<TopicPartition, GlobalPartition> partitions = new LinkedHashMap<>();
    private long lookAt;
    private @Nullable Question<Map<TopicPartition, Range>> look;
    private volatile List<GlobalPartition> loads = List.of();
    private volatile boolean loaded;

    /**
     * @param thread wakes the thread while the worker does not read
     * @param pollThread is woken when the tables are loaded
     */
    GlobalTableReader(GlobalTableParts parts, ChangelogReader reader, WakeUp thread, WakeUp pollThread) {
        this.parts = parts;
        this.tables =
                parts.tables().stream().collect(Collectors.toUnmodifiableMap(GlobalTable::topic, Function.identity()));
        this.reader = reader;
        this.thread = thread;
        this.pollThread = pollThread;
        this.lookAt = parts.time().nanoTime();
    }

    @Override
    public String name() {
        return "global-tables";
    }

    /** Returns whether all tables have everything that was there at the start. Callable by any thread. */
    boolean isLoaded() {
        return loaded;
    }

    /** Returns what is to be read before that; none as long as it is not known. Callable by any thread. */
    List<GlobalPartition> loads() {
        return loads;
    }

    @Override
    public int doWork() {
        int work = lookAround(parts.time().nanoTime());
        if (reader.isReading()) {
            reader.poll(work == 0);
            work++; // it has slept in the poll, if there was nothing
            noteLoaded();
        }
        return work;
    }

    @Override
    public void close() {
        reader.close();
    }

    private int lookAround(long now) {
        if (look == null && now - lookAt < 0) {
            return 0;
        }
        Question<Map<TopicPartition, Range>> asked = look == null ? question() : look;
        look = asked;
        Optional<Map<TopicPartition, Range>> answer = asked.answer(now);
        if (answer.isEmpty()) {
            return 0;
        }
        look = null;
        lookAt = now + BETWEEN_LOOKS_NANOS;
        take(answer.get());
        return 1;
    }

    private void take(Map<TopicPartition, Range> found) {
        found.forEach((partition, range) -> {
            GlobalPartition known = partitions.get(partition);
            if (known == null) {
                begin(partition, range);
            } else {
                known.requireSame(range);
            }
        });
        if (loads.isEmpty()) {
            loads = List.copyOf(partitions.values());
        }
    }

    private void begin(TopicPartition partition, Range range) {
        GlobalTable table = Objects.requireNonNull(tables.get(partition.topic()), "only their topics are asked for");
        GlobalPartition begun = new GlobalPartition(
                parts.topology(), table, partition, range, parts.contents().of(table.name()));
        partitions.put(partition, begun);
        reader.read(partition, range.start(), begun);
        if (loaded) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", parts.topology())
                    .log(
                            "Topology '{}': global table '{}' reads new partition {}",
                            parts.topology(),
                            table.name(),
                            partition);
        }
    }

    private void noteLoaded() {
        if (!loaded && loads.stream().allMatch(GlobalPartition::isLoaded)) {
            loaded = true;
            pollThread.wakeUp();
        }
    }

    private Question<Map<TopicPartition, Range>> question() {
        return new Question<>("what the topics %s hold".formatted(tables.keySet()), this::ranges, () -> {
            reader.wakeUp();
            thread.wakeUp();
        });
    }

    private CompletableFuture<Map<TopicPartition, Range>> ranges() {
        return parts.questions().partitionCounts(tables.keySet()).thenCompose(counts -> {
            Set<TopicPartition> all = counts.entrySet().stream()
                    .flatMap(topic -> IntStream.range(0, topic.getValue())
                            .mapToObj(number -> new TopicPartition(topic.getKey(), number)))
                    .collect(Collectors.toSet());
            return parts.questions().ranges(all).thenCombine(committedEnds(all), GlobalTableReader::upTo);
        });
    }

    /** What an open transaction may yet commit can't be waited for: it may be anybody's, and take as long as it likes. */
    private CompletableFuture<Map<TopicPartition, Long>> committedEnds(Set<TopicPartition> all) {
        return parts.questions()
                .offsets(all.stream().collect(Collectors.toMap(Function.identity(), any -> StartPosition.latest())));
    }

    private static Map<TopicPartition, Range> upTo(Map<TopicPartition, Range> ranges, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Range> ended = new HashMap<>();
        ranges.forEach((partition, range) -> ended.put(
                partition, new Range(range.start(), ends.getOrDefault(partition, range.end()), range.topicId())));
        return ended;
    }
}
