package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What we write beside each committed offset: how many partitions the topic had when the group first read it, so that later
 * ones are recognised as new. Immutable.
 */
record CommitMetadata(int firstPartitionCount) {

    private static final Pattern FORM = Pattern.compile("millrace;partitions=(\\d{1,9})");

    static CommitMetadata of(PartitionAssignment assignment) {
        return new CommitMetadata(assignment.firstPartitionCount());
    }

    /** Returns the first partition count that {@code committed} carries; empty if we have not written it. */
    static OptionalInt firstPartitionCount(@Nullable OffsetAndMetadata committed) {
        return Optional.ofNullable(committed)
                .map(offset -> FORM.matcher(offset.metadata()))
                .filter(Matcher::matches)
                .map(matcher -> OptionalInt.of(Integer.parseInt(matcher.group(1))))
                .orElse(OptionalInt.empty());
    }

    OffsetAndMetadata with(Position position) {
        return new OffsetAndMetadata(
                position.offset(),
                Optional.ofNullable(position.leaderEpoch()),
                "millrace;partitions=" + firstPartitionCount);
    }
}
