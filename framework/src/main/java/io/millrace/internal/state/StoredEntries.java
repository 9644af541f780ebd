package io.millrace.internal.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Copies of entries, serialized. Immutable.
 *
 * @param more whether there are others, which did not fit
 */
public record StoredEntries(List<Stored> entries, boolean more) {

    /** In the order of the keys. */
    private static final Comparator<Stored> ORDER = Comparator.comparing(Stored::key, KeyBytes.ORDER);

    public StoredEntries {
        entries = List.copyOf(entries);
    }

    /** The serialized key and value of an entry. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
    public record Stored(byte[] key, byte[] value) {

        long bytes() {
            return (long) key.length + value.length;
        }
    }

    /**
     * How much may be read. Immutable.
     *
     * @param entries at most so many, at least 1
     * @param bytes at most so many of keys and values, at least 1
     */
    public record Limits(int entries, int bytes) {}

    /** Returns whether there is something, and not even the first of it fits. */
    public boolean isTooLarge() {
        return entries.isEmpty() && more;
    }

    /**
     * Returns the first of {@code parts}, each of which is in order and has what fits of it: no entry is left out before the last one.
     */
    public static StoredEntries merged(List<StoredEntries> parts, Limits limits) {
        List<Stored> all = new ArrayList<>();
        byte[] known = null;
        for (StoredEntries part : parts) {
            all.addAll(part.entries());
            if (part.isTooLarge()) {
                return part;
            }
            if (part.more()) {
                byte[] last = part.entries().get(part.entries().size() - 1).key();
                known = known == null || KeyBytes.ORDER.compare(last, known) < 0 ? last : known;
            }
        }
        all.sort(ORDER);
        byte[] end = known;
        List<Stored> gapless = end == null
                ? all
                : all.stream()
                        .filter(entry -> KeyBytes.ORDER.compare(entry.key(), end) <= 0)
                        .toList();
        return firstOf(gapless, end != null, limits);
    }

    /** Returns as many of {@code parts} as fit, in any order. */
    public static StoredEntries joined(List<StoredEntries> parts, Limits limits) {
        List<Stored> all =
                parts.stream().flatMap(part -> part.entries().stream()).toList();
        return firstOf(all, parts.stream().anyMatch(StoredEntries::more), limits);
    }

    private static StoredEntries firstOf(List<Stored> all, boolean more, Limits limits) {
        List<Stored> first = new ArrayList<>();
        long bytes = 0;
        for (Stored entry : all) {
            bytes += entry.bytes();
            if (first.size() == limits.entries() || bytes > limits.bytes()) {
                return new StoredEntries(first, true);
            }
            first.add(entry);
        }
        return new StoredEntries(first, more);
    }
}
