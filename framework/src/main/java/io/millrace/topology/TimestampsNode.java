package io.millrace.topology;

import java.util.List;

/**
 * Gives the records of a source their event time: what the extractor says, as far as that is believable. Added by the plan.
 *
 * @param policy the source's
 */
public record TimestampsNode(String name, List<String> inputs, TimePolicy policy) implements Node {

    public TimestampsNode {
        inputs = List.copyOf(inputs);
    }

    /** Returns the name of the node behind {@code source}. */
    public static String nameBehind(String source) {
        return source + "-timestamps";
    }

    @Override
    public String operation() {
        return "tell timestamps";
    }
}
