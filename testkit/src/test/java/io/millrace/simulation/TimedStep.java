package io.millrace.simulation;

import io.millrace.topology.KStream;
import java.util.List;
import java.util.function.Function;

/** A step of a topology that goes by time, and what has to come of it. Confined to the simulation's thread. */
interface TimedStep {

    /** Where results go. */
    String RESULTS = "timed-results";

    /** Where late records go. */
    String LATE = "timed-late";

    /** Returns the topics that it reads. */
    List<String> inputs();

    /** Returns the most that a record may be late, by its topic's latest, so that nothing is dropped. */
    long allowedDisorder();

    /** Returns by how much some records are later than that, at least; 0 if none may be. */
    long lateness();

    /** Returns whether it depends on the order in which the records of a key come. */
    default boolean goesByArrival() {
        return false;
    }

    /** Returns whether it goes by a watermark, which is kept then. */
    default boolean keepsTime() {
        return true;
    }

    /** Adds it to a topology behind {@code sources}, which returns the stream of a topic. */
    void build(Function<String, KStream<String, String>> sources);

    /** Checks what came of {@code events}; {@code once} says that nothing may come more than once. */
    void check(List<Event> events, TimedOutputs outputs, boolean once);

    /** Returns which stores still have something when all that was in them is over. */
    List<String> lastingStores();
}
