package io.millrace.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step of a topology makes of a record. A pure function, which the topology does and the oracle does again. Immutable.
 */
sealed interface Move {

    /** Returns what becomes of {@code item}: nothing, another one or several. */
    List<Item> of(Item item);

    /** Gives each record a new key. */
    record NewKey(Kind kind, int keys) implements Move {

        /** What decides on a record's key. */
        enum Kind {
            PLACE,
            CHANCE,
            INPUT_KEY,
            ALL_THE_SAME,
            SOME_HAVE_NONE
        }

        @Override
        public List<Item> of(Item item) {
            Payload payload = item.payload();
            @Nullable
            String key =
                    switch (kind) {
                        case PLACE -> "p" + payload.place() % keys;
                        case CHANCE -> "c" + payload.chance(keys);
                        case INPUT_KEY -> payload.inputKey();
                        case ALL_THE_SAME -> "all";
                        case SOME_HAVE_NONE -> payload.chance(4) == 0 ? null : "s" + payload.place() % keys;
                    };
            return List.of(new Item(key, payload.via(">" + (key == null ? "" : key))));
        }
    }

    /** Makes none, one or two of each record. */
    record Copies() implements Move {

        private static final int MOST = 2;

        @Override
        public List<Item> of(Item item) {
            Payload payload = item.payload();
            Item first = new Item(item.key(), new Payload(payload.lineage(), payload.place() * MOST));
            Item second = new Item(item.key(), new Payload(payload.lineage(), payload.place() * MOST + 1));
            return switch (payload.chance(5)) {
                case 0 -> List.of();
                case 1 -> List.of(first, second);
                default -> List.of(first);
            };
        }
    }

    /** Marks those that go one of several ways. */
    record Fork(int way) implements Move {
        @Override
        public List<Item> of(Item item) {
            return List.of(new Item(item.key(), item.payload().via("'" + way)));
        }
    }

    /** Groups by key, which leaves out what has none. */
    record Group() implements Move {
        @Override
        public List<Item> of(Item item) {
            return item.key() == null ? List.of() : List.of(item);
        }
    }
}
