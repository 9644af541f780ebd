package io.millrace.internal.kafka;

import io.millrace.internal.epoch.BatchMark;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What we write beside each committed offset. Immutable.
 *
 * <p>Kafka takes 4,096 bytes at most, so stores are noted by their hashes, of eight digits each.
 *
 * @param firstPartitionCount how many partitions the topic had when the group first read it, so that later ones are recognised
 *     as new
 * @param storeHashes of the logged stores whose state was committed with the offset; none where reading began
 * @param commit who committed the offset, so that their transaction is found if it stays open; null where it was no transaction
 */
record CommitMetadata(
        int firstPartitionCount,
        SortedSet<String> storeHashes,
        @Nullable CommitId commit) {

    private static final Pattern FORM = Pattern.compile(
            "millrace;partitions=(\\d{1,9})(?:;batch=(\\d{1,18}):(\\d{1,18}))?(?:(?:;stores=([0-9a-f]{8}(?:\\+[0-9a-f]{8})*))?;commit=(.+/\\d{1,18}))?");

    CommitMetadata {
        storeHashes = Collections.unmodifiableSortedSet(new TreeSet<>(storeHashes));
        if (commit == null && !storeHashes.isEmpty()) {
            throw new IllegalArgumentException("State is committed with a name");
        }
    }

    /** Returns that of an offset without state. */
    static CommitMetadata of(PartitionAssignment assignment) {
        return stateless(assignment.firstPartitionCount());
    }

    static CommitMetadata stateless(int firstPartitionCount) {
        return new CommitMetadata(firstPartitionCount, Collections.emptySortedSet(), null);
    }

    /** Returns that of an offset which is committed by {@code commit}, but that no state belongs to. */
    static CommitMetadata alone(int firstPartitionCount, CommitId commit) {
        return new CommitMetadata(firstPartitionCount, Collections.emptySortedSet(), commit);
    }

    /** Returns that of an offset which is committed by {@code commit} together with the state of {@code stores}. */
    static CommitMetadata withState(int firstPartitionCount, Collection<String> stores, CommitId commit) {
        return new CommitMetadata(
                firstPartitionCount,
                stores.stream().map(CommitMetadata::hash).collect(Collectors.toCollection(TreeSet::new)),
                commit);
    }

    /** Returns what {@code committed} carries; empty if we have not written it. */
    static Optional<CommitMetadata> read(@Nullable OffsetAndMetadata committed) {
        return Optional.ofNullable(committed)
                .map(offset -> FORM.matcher(offset.metadata()))
                .filter(Matcher::matches)
                .map(CommitMetadata::parsed);
    }

    /** Returns the first partition count that {@code committed} carries; empty if we have not written it. */
    static OptionalInt firstPartitionCount(@Nullable OffsetAndMetadata committed) {
        return read(committed)
                .map(metadata -> OptionalInt.of(metadata.firstPartitionCount()))
                .orElse(OptionalInt.empty());
    }

    /** Returns whether the offset was committed together with the state of {@code store}. */
    boolean hasStore(String store) {
        return storeHashes.contains(hash(store));
    }

    /** Returns where reading goes on that {@code committed} tells of, with the batch that was planned last. */
    static Position position(OffsetAndMetadata committed) {
        Matcher form = FORM.matcher(committed.metadata());
        BatchMark batch = form.matches() && form.group(2) != null
                ? new BatchMark(Long.parseLong(form.group(2)), Long.parseLong(form.group(3)))
                : BatchMark.NONE;
        return new Position(committed.offset(), committed.leaderEpoch().orElse(null), batch);
    }

    OffsetAndMetadata with(Position position) {
        return new OffsetAndMetadata(
                position.offset(), Optional.ofNullable(position.leaderEpoch()), text(position.batch()));
    }

    private String text(BatchMark batch) {
        StringBuilder text = new StringBuilder("millrace;partitions=").append(firstPartitionCount);
        if (batch.number() > 0) {
            text.append(";batch=").append(batch.number()).append(':').append(batch.end());
        }
        if (!storeHashes.isEmpty()) {
            text.append(";stores=").append(String.join("+", storeHashes));
        }
        if (commit != null) {
            text.append(";commit=").append(commit);
        }
        return text.toString();
    }

    private static CommitMetadata parsed(Matcher form) {
        String stores = form.group(4);
        String commit = form.group(5);
        return new CommitMetadata(
                Integer.parseInt(form.group(1)),
                stores == null ? Collections.emptySortedSet() : new TreeSet<>(List.of(stores.split("\\+", -1))),
                commit == null ? null : CommitId.of(commit));
    }

    private static String hash(String store) {
        CRC32 crc = new CRC32();
        crc.update(store.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }
}
