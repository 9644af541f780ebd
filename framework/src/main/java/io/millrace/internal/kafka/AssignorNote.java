package io.millrace.internal.kafka;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a consumer group and its leader tell each other beside Kafka's own words. Immutable.
 *
 * <p>A member tells the leader the generation of the assignment that it has, which shard groups its topology has, and of which
 * of their shards it keeps a copy. The leader tells a member of which shards it is to keep one.
 *
 * <p>Members of other versions of Millrace may take part. Bytes that this version can't read are as good as none: what they
 * say makes an assignment better, never right.
 *
 * @param generation of the sender's last assignment, or {@link #NO_GENERATION}
 * @param copies shard numbers by the name of their group; a group that the sender knows is there, if need be with none
 */
record AssignorNote(int generation, SortedMap<String, BitSet> copies) {

    static final int NO_GENERATION = -1;

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = Byte.BYTES + 2 * Integer.BYTES;

    AssignorNote {
        SortedMap<String, BitSet> own = new TreeMap<>();
        copies.forEach((group, numbers) -> own.put(group, (BitSet) numbers.clone()));
        copies = Collections.unmodifiableSortedMap(own);
    }

    /** Returns the note that names {@code groups}, and those of {@code shards} that belong to one of them. */
    static AssignorNote of(int generation, Set<String> groups, Set<ShardKey> shards) {
        SortedMap<String, BitSet> copies = new TreeMap<>();
        groups.forEach(group -> copies.put(group, new BitSet()));
        for (ShardKey shard : shards) {
            BitSet numbers = copies.get(shard.group());
            if (numbers != null) {
                numbers.set(shard.partition());
            }
        }
        return new AssignorNote(generation, copies);
    }

    Set<String> groups() {
        return copies.keySet();
    }

    Set<ShardKey> shards() {
        Set<ShardKey> shards = new LinkedHashSet<>();
        for (Map.Entry<String, BitSet> group : copies.entrySet()) {
            group.getValue().stream().forEach(number -> shards.add(new ShardKey(group.getKey(), number)));
        }
        return shards;
    }

    /** Returns version, generation, number of groups, and for each its name and its shards as a bit set, with their lengths. */
    ByteBuffer bytes() {
        List<byte[]> parts = new ArrayList<>();
        copies.forEach((group, numbers) -> {
            parts.add(group.getBytes(StandardCharsets.UTF_8));
            parts.add(numbers.toByteArray());
        });
        int size = parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + size);
        bytes.put(VERSION).putInt(generation).putInt(copies.size());
        parts.forEach(part -> bytes.putInt(part.length).put(part));
        return bytes.flip();
    }

    /** Returns the note in {@code bytes}; empty if there is none, or none that this version can read. */
    static Optional<AssignorNote> read(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer rest = bytes.slice();
            return rest.get() == VERSION ? Optional.of(readBody(rest)) : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static AssignorNote readBody(ByteBuffer bytes) {
        int generation = bytes.getInt();
        int groups = bytes.getInt();
        SortedMap<String, BitSet> copies = new TreeMap<>();
        for (int group = 0; group < groups; group++) {
            String name = new String(readPart(bytes), StandardCharsets.UTF_8);
            copies.put(name, BitSet.valueOf(readPart(bytes)));
        }
        if (groups < 0 || bytes.hasRemaining()) {
            throw new IllegalArgumentException(
                    "A note of %d groups has %d bytes too many".formatted(groups, bytes.remaining()));
        }
        return new AssignorNote(generation, copies);
    }

    private static byte[] readPart(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "A part of a note has %d bytes, and %d are left".formatted(length, bytes.remaining()));
        }
        byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }
}
