package io.millrace.internal.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which instances of a service have which shards, by where they can be asked. Members tell the leader of their group where they can be
 * asked, and the leader tells all of them of all, beside the {@link AssignorNote}: as an envelope around its bytes. Members of other versions of
 * Millrace read an envelope as no note. Immutable.
 *
 * @param shards by instance; one that has none may be there
 */
record Instances(Map<String, Set<ShardKey>> shards) {

    static final Instances NONE = new Instances(Map.of());

    private static final byte ENVELOPE = 0x51;

    Instances {
        shards = Map.copyOf(shards);
    }

    /** Returns one instance that is at {@code address}. */
    static Instances at(String address) {
        return new Instances(Map.of(address, Set.of()));
    }

    boolean areNone() {
        return shards.isEmpty();
    }

    /** Returns the instances by the names of groups and the numbers of their shards. */
    Map<String, Map<Integer, String>> byGroup() {
        Map<String, Map<Integer, String>> byGroup = new HashMap<>();
        shards.forEach((instance, keys) -> keys.forEach(key ->
                byGroup.computeIfAbsent(key.group(), any -> new HashMap<>()).put(key.partition(), instance)));
        return byGroup;
    }

    /** Returns {@code note} in an envelope that tells of the instances; the note itself if there are none. */
    @Nullable
    ByteBuffer around(@Nullable ByteBuffer note) {
        if (areNone()) {
            return note;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(ENVELOPE);
            out.writeInt(shards.size());
            for (Map.Entry<String, Set<ShardKey>> instance : new TreeMap<>(shards).entrySet()) {
                out.writeUTF(instance.getKey());
                out.writeInt(instance.getValue().size());
                for (ShardKey key : instance.getValue()) {
                    out.writeUTF(key.group());
                    out.writeInt(key.partition());
                }
            }
            if (note != null) {
                byte[] inner = new byte[note.remaining()];
                note.duplicate().get(inner);
                out.write(inner);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** An envelope's content. */
    record Opened(Instances instances, @Nullable ByteBuffer note) {}

    /** Returns what is in {@code bytes}, which may be a note without an envelope, or nothing. */
    static Opened open(@Nullable ByteBuffer bytes) {
        if (bytes == null || !bytes.hasRemaining() || bytes.get(bytes.position()) != ENVELOPE) {
            return new Opened(NONE, bytes);
        }
        byte[] all = new byte[bytes.remaining()];
        bytes.duplicate().get(all);
        ByteArrayInputStream rest = new ByteArrayInputStream(all);
        try (DataInputStream in = new DataInputStream(rest)) {
            in.readByte();
            Map<String, Set<ShardKey>> shards = new HashMap<>();
            int instances = in.readInt();
            for (int instance = 0; instance < instances; instance++) {
                Set<ShardKey> keys = shards.computeIfAbsent(in.readUTF(), any -> new TreeSet<>(ShardKey.ORDER));
                int count = in.readInt();
                for (int key = 0; key < count; key++) {
                    keys.add(new ShardKey(in.readUTF(), in.readInt()));
                }
            }
            byte[] note = in.readAllBytes();
            return new Opened(new Instances(shards), note.length == 0 ? null : ByteBuffer.wrap(note));
        } catch (IOException e) {
            return new Opened(NONE, null); // as good as none
        }
    }
}
