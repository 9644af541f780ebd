package io.millrace.internal.stage;

import io.millrace.errors.OutputTooLargeException;
import io.millrace.internal.epoch.Epoch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes outputs and notes them; ready or not as the test says. */
final class FakeOutputWriter implements OutputWriter {

    final List<Output> outputs = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    boolean ready = true;
    int wants = Integer.MAX_VALUE;
    /** The bytes of the largest output that it takes. */
    int largest = Integer.MAX_VALUE;

    @Override
    public void write(Output output) {
        if (output.size() > largest) {
            throw new OutputTooLargeException(output.topic(), output.size(), "the test takes %d".formatted(largest));
        }
        outputs.add(output);
        log.add(value(output));
    }

    @Override
    public boolean isReady() {
        return ready && outputs.size() < wants;
    }

    @Override
    public int flush() {
        return 0;
    }

    @Override
    public void seal(Epoch epoch) {
        log.add("seal");
        epoch.acknowledge(outputs.size());
    }

    List<String> values() {
        return outputs.stream().map(FakeOutputWriter::value).toList();
    }

    private static String value(Output output) {
        byte[] value = output.value();
        return value == null ? "null" : new String(value, StandardCharsets.UTF_8);
    }
}
