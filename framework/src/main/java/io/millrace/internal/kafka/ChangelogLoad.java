package io.millrace.internal.kafka;

import io.millrace.errors.UnreadableChangelogException;
import io.millrace.internal.kafka.RestoreQuestions.Range;
import io.millrace.internal.state.ShardState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads one store's part of a shard from its changelog, and remembers the last marker.
 *
 * <p>What is loaded counts up to the last marker only. So local data is complete as of a checkpoint, and reading goes on at its
 * marker, which thereby is known in any case.
 *
 * <p>Confined to the restore worker.
 */
final class ChangelogLoad implements ChangelogReader.Taker {

    private static final Logger LOG = LoggerFactory.getLogger(ChangelogLoad.class);

    private final String topology;
    private final String store;
    private final TopicPartition changelog;
    private final ShardState state;
    private final ChangelogReader reader;
    private final RestoreMeter meter;
    private @Nullable Marker marker;
    private @Nullable UnreadableChangelogException obstacle;
    private @Nullable String topicId;
    private long position;
    private boolean reading;
    private boolean fromLocalData;
    private boolean hasChanges;

    ChangelogLoad(
            String topology, TopicPartition changelog, ShardState state, ChangelogReader reader, RestoreMeter meter) {
        this.topology = topology;
        this.store = meter.store();
        this.changelog = changelog;
        this.state = state;
        this.reader = reader;
        this.meter = meter;
    }

    String store() {
        return store;
    }

    TopicPartition changelog() {
        return changelog;
    }

    /** Reads on behind what is there already, or all of {@code range} where nothing of use is. */
    void begin(Range range) {
        state.useOnlyFor(store, range.topicId());
        OptionalLong loaded = state.loadedTo(store);
        long behindMarker = loaded.orElse(0);
        fromLocalData = behindMarker > range.start() && behindMarker <= range.end();
        if (loaded.isPresent() && !fromLocalData) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}': {} is read anew, because local data ends at offset {}, and the topic has those from {} to {}",
                            topology,
                            changelog,
                            behindMarker,
                            range.start(),
                            range.end());
            state.clear(store);
        }
        readFrom(fromLocalData ? behindMarker - 1 : range.start(), range);
    }

    /** Returns whether reading has begun and can go on; {@link #begin} is to be called if not. */
    boolean isReading() {
        return reading;
    }

    /**
     * Returns whether everything before the end of {@code range} is loaded. What was loaded from another topic of the same name,
     * or turns out not to end at a marker, is given up, and all is read.
     */
    boolean hasReached(Range range) {
        if (!reading) {
            return false;
        }
        if (!range.topicId().equals(topicId)) {
            readAnew(range, "comes from a topic that was deleted since");
        } else if (position >= range.end() && marker == null && fromLocalData) {
            readAnew(range, "does not end at a checkpoint");
        }
        return position >= range.end();
    }

    /** Notes that everything before the end of {@code range} is wanted. */
    void expect(Range range) {
        meter.left(Math.max(0, range.end() - position));
    }

    /** Returns where reading goes on. */
    long position() {
        return position;
    }

    /** Returns the last marker that was read. */
    @Nullable
    Marker marker() {
        return marker;
    }

    /** Returns why nothing more of it is loaded: it holds what this version can't read. */
    Optional<UnreadableChangelogException> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** Returns whether anything but markers was read. */
    boolean hasChanges() {
        return hasChanges;
    }

    @Override
    public void take(List<ConsumerRecord<byte[], byte[]>> records, long next) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            take(record);
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        meter.read(records.size(), bytes, next - position);
        position = next;
    }

    @Override
    public void outOfRange() {
        LOG.atInfo()
                .addKeyValue("millrace.topology", topology)
                .log("Topology '{}': {} does not hold offset {} any more", topology, changelog, position);
        state.clear(store);
        reading = false;
    }

    private void readAnew(Range range, String why) {
        LOG.atInfo()
                .addKeyValue("millrace.topology", topology)
                .log("Topology '{}': {} is read anew, because what was loaded {}", topology, changelog, why);
        state.useOnlyFor(store, range.topicId());
        state.clear(store);
        fromLocalData = false;
        readFrom(range.start(), range);
    }

    private void readFrom(long offset, Range range) {
        topicId = range.topicId();
        position = offset;
        marker = null;
        hasChanges = false;
        reading = true;
        meter.begin(range.end() - offset);
        reader.read(changelog, offset, this);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (obstacle != null) {
            return;
        }
        if (Marker.isKey(record.key())) {
            takeMarker(record);
        } else {
            hasChanges = true;
            state.load(store, record.key(), record.value(), record.timestamp());
        }
    }

    private void takeMarker(ConsumerRecord<byte[], byte[]> record) {
        try {
            marker = Marker.of(record.value(), changelog.partition());
            state.loadedTo(store, record.offset() + 1);
        } catch (IllegalArgumentException e) {
            meter.giveUp();
            obstacle = new UnreadableChangelogException(
                    topology,
                    store,
                    changelog.topic(),
                    changelog.partition(),
                    "has a checkpoint marker at offset %d that can't be read".formatted(record.offset()));
        }
    }
}
