package io.millrace.simulation;

import java.util.ArrayList;
import java.util.List;

/** A way from an input to a point of a topology. Immutable. */
record Way(String input, List<Move> moves) {

    Way {
        moves = List.copyOf(moves);
    }

    Way then(Move move) {
        List<Move> more = new ArrayList<>(moves);
        more.add(move);
        return new Way(input, more);
    }

    /** Returns what becomes of {@code item} on the way, in order. */
    List<Item> end(Item item) {
        List<Item> items = List.of(item);
        for (Move move : moves) {
            List<Item> next = new ArrayList<>();
            items.forEach(before -> next.addAll(move.of(before)));
            items = next;
        }
        return items;
    }
}
