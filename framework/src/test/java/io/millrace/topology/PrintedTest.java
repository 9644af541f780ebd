package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.state.StoreDefinition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PrintedTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Printed<String, String> printed = Printed.to(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void aLineHasLabelKeyAndValue() {
        printed.withLabel("cards").print("a", "1");

        assertThat(lines()).containsExactly("[cards]: a, 1");
    }

    @Test
    void whatIsAboveTheLimitIsCounted() {
        PrintingBed bed = new PrintingBed(printed.limit(2));
        bed.print(0, "1");
        bed.print(10, "2");
        bed.print(999, "3");
        bed.print(999, "4");
        bed.print(1_000, "5");
        bed.end();

        assertThat(lines()).containsExactly("key, 1", "key, 2", "... and 2 more", "key, 5");
    }

    @Test
    void whatIsLeftOutLastIsCountedAtTheEnd() {
        PrintingBed bed = new PrintingBed(printed.limit(1));
        bed.print(0, "1");
        bed.print(0, "2");
        bed.end();

        assertThat(lines()).containsExactly("key, 1", "... and 1 more");
    }

    @Test
    void aLimitIsOneOrMore() {
        assertThatIllegalArgumentException().isThrownBy(() -> printed.limit(0));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** A processor that prints, and the clock that it sees. */
    private static final class PrintingBed implements ProcessorContext<Void, Void> {
        private final PrintProcessor<String, String> processor;
        private long now;

        PrintingBed(Printed<String, String> printed) {
            processor = new PrintProcessor<>(printed);
            processor.init(this);
        }

        void print(long millis, String value) {
            now = millis;
            processor.process(new Record<>("key", value, 0, new RecordHeaders()));
        }

        void end() {
            processor.close();
        }

        @Override
        public long currentSystemTimeMs() {
            return now;
        }

        @Override
        public void forward(Record<Void, Void> record) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forward(Record<Void, Void> record, String child) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RecordMetadata recordMetadata() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <S> S getStateStore(StoreDefinition<S> store) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <S> S getStateStore(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long currentWatermarkMs() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String topology() {
            return "cards";
        }

        @Override
        public String stage() {
            return "in";
        }
    }
}
