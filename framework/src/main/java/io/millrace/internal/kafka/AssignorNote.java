package io.millrace.internal.kafka;

import io.millrace.internal.plan.Division;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a consumer group and its leader tell each other beside Kafka's own words. Immutable.
 *
 * <p>A member tells the leader the generation of the assignment that it has, whether its state is divided, which shard groups its
 * topology has, and of which of their shards it keeps a copy, or part of one. The leader tells a member of which shards it is to
 * keep one, and who has everything where state is not divided.
 *
 * <p>Members of other versions of Millrace may take part. Bytes that this version can't read are as good as none: what they
 * say makes an assignment better, never right. Notes of divided state have the form that older versions read.
 *
 * @param division of the topology's state
 * @param owner the id of the member that has everything, as the leader tells; else empty
 * @param generation of the sender's last assignment, or {@link #NO_GENERATION}
 * @param copies shard numbers by the name of their group; a group that the sender knows is there, if need be with none
 * @param parts the same of copies that are not complete; none in notes of the first version
 */
record AssignorNote(
        Division division,
        String owner,
        int generation,
        SortedMap<String, BitSet> copies,
        SortedMap<String, BitSet> parts) {

    static final int NO_GENERATION = -1;

    private static final byte UNDIVIDED_VERSION = 3;
    private static final byte VERSION = 2;
    private static final byte VERSION_WITHOUT_PARTS = 1;
    private static final int HEADER_BYTES = Byte.BYTES + 2 * Integer.BYTES;

    AssignorNote {
        copies = copied(copies);
        parts = copied(parts);
    }

    /** Returns the note that names {@code groups}, and those shards of {@code holdings} that belong to one of them. */
    static AssignorNote of(int generation, Division division, Set<String> groups, Holdings holdings) {
        return new AssignorNote(
                division, "", generation, numbers(groups, holdings.copies()), numbers(groups, holdings.parts()));
    }

    /** Returns the leader's note in a group where {@code owner} has everything: {@code copies} are to be kept. */
    static AssignorNote ofLeader(String owner, Set<ShardKey> copies) {
        Set<String> groups = copies.stream().map(ShardKey::group).collect(Collectors.toSet());
        return new AssignorNote(
                Division.UNDIVIDED, owner, NO_GENERATION, numbers(groups, copies), numbers(groups, Set.of()));
    }

    Set<String> groups() {
        return copies.keySet();
    }

    Holdings holdings() {
        return new Holdings(shards(copies), shards(parts));
    }

    /**
     * Returns version, generation, number of groups, the owner if state is not divided, and for each group its name, its copies and
     * its parts, both as bit sets, each with its length.
     */
    ByteBuffer bytes() {
        List<byte[]> fields = new ArrayList<>();
        if (division == Division.UNDIVIDED) {
            fields.add(owner.getBytes(StandardCharsets.UTF_8));
        }
        copies.forEach((group, numbers) -> {
            fields.add(group.getBytes(StandardCharsets.UTF_8));
            fields.add(numbers.toByteArray());
            fields.add(parts.getOrDefault(group, new BitSet()).toByteArray());
        });
        int size =
                fields.stream().mapToInt(field -> Integer.BYTES + field.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + size);
        bytes.put(division == Division.UNDIVIDED ? UNDIVIDED_VERSION : VERSION)
                .putInt(generation)
                .putInt(copies.size());
        fields.forEach(field -> bytes.putInt(field.length).put(field));
        return bytes.flip();
    }

    /** Returns the note in {@code bytes}; empty if there is none, or none that this version can read. */
    static Optional<AssignorNote> read(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer rest = bytes.slice();
            byte version = rest.get();
            return version >= VERSION_WITHOUT_PARTS && version <= UNDIVIDED_VERSION
                    ? Optional.of(readBody(rest, version))
                    : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static AssignorNote readBody(ByteBuffer bytes, byte version) {
        int generation = bytes.getInt();
        int groups = bytes.getInt();
        boolean undivided = version == UNDIVIDED_VERSION;
        String owner = undivided ? new String(readField(bytes), StandardCharsets.UTF_8) : "";
        SortedMap<String, BitSet> copies = new TreeMap<>();
        SortedMap<String, BitSet> parts = new TreeMap<>();
        for (int group = 0; group < groups; group++) {
            String name = new String(readField(bytes), StandardCharsets.UTF_8);
            copies.put(name, BitSet.valueOf(readField(bytes)));
            parts.put(name, version == VERSION_WITHOUT_PARTS ? new BitSet() : BitSet.valueOf(readField(bytes)));
        }
        if (groups < 0 || bytes.hasRemaining()) {
            throw new IllegalArgumentException(
                    "A note of %d groups has %d bytes too many".formatted(groups, bytes.remaining()));
        }
        return new AssignorNote(
                undivided ? Division.UNDIVIDED : Division.BY_PARTITION, owner, generation, copies, parts);
    }

    private static byte[] readField(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "A field of a note has %d bytes, and %d are left".formatted(length, bytes.remaining()));
        }
        byte[] field = new byte[length];
        bytes.get(field);
        return field;
    }

    private static SortedMap<String, BitSet> numbers(Set<String> groups, Set<ShardKey> shards) {
        SortedMap<String, BitSet> numbers = new TreeMap<>();
        groups.forEach(group -> numbers.put(group, new BitSet()));
        for (ShardKey shard : shards) {
            BitSet ofGroup = numbers.get(shard.group());
            if (ofGroup != null) {
                ofGroup.set(shard.partition());
            }
        }
        return numbers;
    }

    private static Set<ShardKey> shards(SortedMap<String, BitSet> numbers) {
        Set<ShardKey> shards = new LinkedHashSet<>();
        for (Map.Entry<String, BitSet> group : numbers.entrySet()) {
            group.getValue().stream().forEach(number -> shards.add(new ShardKey(group.getKey(), number)));
        }
        return shards;
    }

    private static SortedMap<String, BitSet> copied(SortedMap<String, BitSet> numbers) {
        SortedMap<String, BitSet> own = new TreeMap<>();
        numbers.forEach((group, ofGroup) -> own.put(group, (BitSet) ofGroup.clone()));
        return Collections.unmodifiableSortedMap(own);
    }
}
