package io.millrace.simulation;

import io.millrace.simulation.SimulatedTopology.Point;
import io.millrace.topology.KStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A stream of a topology in the making, and what is to be expected in it. Immutable. */
record Flow(KStream<String, String> stream, Point point) {

    /** Returns the flow of {@code next}, which is this one's stream with one more step that leaves its records as they are. */
    Flow at(KStream<String, String> next) {
        return new Flow(next, point);
    }

    /** As above, where the step does {@code move}. */
    Flow moved(KStream<String, String> next, Move move) {
        return new Flow(
                next, new Point(point.ways().stream().map(way -> way.then(move)).toList(), point.stamps()));
    }

    /** Returns the flow behind {@code store}. */
    Flow stampedBy(String store) {
        Map<String, Integer> stamps = new HashMap<>(point.stamps());
        stamps.put(store, 1);
        return new Flow(stream, new Point(point.ways(), stamps));
    }

    Flow merge(Flow other) {
        List<Way> ways = new ArrayList<>(point.ways());
        ways.addAll(other.point.ways());
        Map<String, Integer> stamps = new HashMap<>(point.stamps());
        other.point.stamps().forEach((store, times) -> stamps.merge(store, times, Integer::sum));
        return new Flow(stream.merge(other.stream), new Point(ways, stamps));
    }
}
