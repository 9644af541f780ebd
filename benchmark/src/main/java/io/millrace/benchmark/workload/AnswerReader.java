package io.millrace.benchmark.workload;

/**
 * Reads an engine's results and checks their content, in the order in which a partition holds them.
 *
 * <p>Confined to the thread that receives the results of one run.
 */
@FunctionalInterface
public interface AnswerReader {
    /** Reads one result; throws {@link tools.jackson.core.JacksonException} where it cannot be parsed. */
    Answer read(byte[] value);
}
