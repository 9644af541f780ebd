package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSink.NOW;
import static io.millrace.internal.kafka.SteppedSink.output;
import static io.millrace.internal.kafka.SteppedSink.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.internal.stage.OutputWriter;
import java.time.Duration;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SinkRoutesTest {

    private final SteppedSink stepped = new SteppedSink();
    private final MockProducer<byte[], byte[]> producer = stepped.producer;
    private final MockProducer<byte[], byte[]> bulk = stepped.bulk;
    private final OutputWriter writer = stepped.writer;

    @Test
    void farBehindOutputsTakeTheOtherProducerAsSoonAsItIsThere() {
        stepped.behind = true;
        writer.write(output("out", "1"));
        producer.completeNext();

        stepped.lookUp();
        writer.write(output("out", "2"));

        assertThat(values(producer)).containsExactly("1");
        assertThat(values(bulk)).containsExactly("2");
    }

    @Test
    void noOutputTakesTheOtherProducerBeforeThoseOnTheirWayAreAnswered() {
        writer.write(output("out", "1"));
        writer.write(output("out", "2"));
        stepped.fallBehind();

        producer.completeNext();
        assertThat(writer.isReady()).isFalse();
        writer.write(output("out", "3"));

        assertThat(values(bulk)).isEmpty();
    }

    @Test
    void theWorkerIsWokenWithTheLastAnswerBeforeTheChange() {
        writer.write(output("out", "1"));
        writer.write(output("out", "2"));
        stepped.fallBehind();
        writer.isReady();

        producer.completeNext();
        assertThat(stepped.wakeUps).isEmpty();
        producer.completeNext();

        assertThat(stepped.wakeUps).containsExactly("writer");
        assertThat(writer.isReady()).isTrue();
    }

    @Test
    void anOutputWithoutContentIsWaitedForTooBeforeTheChange() {
        writer.write(output(NOW));
        stepped.fallBehind();

        assertThat(writer.isReady()).isFalse();
    }

    @Test
    void outputsThatWaitedForTheChangeTakeTheOtherProducer() {
        writer.write(output("out", "1"));
        stepped.fallBehind();
        writer.write(output("out", "2"));
        producer.completeNext();

        writer.flush();

        assertThat(values(bulk)).containsExactly("2");
    }

    @Test
    void caughtUpOutputsLeaveAtOnceAgain() {
        stepped.fallBehind();
        writer.write(output("out", "1"));
        stepped.behind = false;
        bulk.completeNext();

        writer.write(output("out", "2"));

        assertThat(values(producer)).containsExactly("2");
    }

    @Test
    void withoutTheOtherProducerOutputsGoOnAsBefore() {
        bulk.partitionsForException = new TimeoutException("no broker");
        stepped.fallBehind();

        writer.write(output("out", "1"));

        assertThat(values(producer)).containsExactly("1");
        assertThat(bulk.closed()).isTrue();
        assertThat(stepped.failures).isEmpty();
    }

    @Test
    void theOtherProducerIsTriedAgainAfterAWhile() {
        bulk.partitionsForException = new TimeoutException("no broker");
        stepped.fallBehind();
        writer.isReady();
        assertThat(stepped.lookups).isEmpty();

        stepped.time.advance(Duration.ofSeconds(30));
        writer.isReady();

        assertThat(stepped.lookups).hasSize(1);
    }

    @Test
    void theOtherProducerIsMadeOnce() {
        stepped.behind = true;
        writer.isReady();
        writer.isReady();

        assertThat(stepped.lookups).hasSize(1);
    }

    @Test
    void bothProducersAreClosed() {
        stepped.fallBehind();
        writer.isReady();

        stepped.sink.close(Duration.ZERO);

        assertThat(producer.closed()).isTrue();
        assertThat(bulk.closed()).isTrue();
    }

    @Test
    void aProducerThatComesAfterTheEndIsClosed() {
        stepped.behind = true;
        writer.isReady();
        stepped.sink.close(Duration.ZERO);

        stepped.lookUp();

        assertThat(bulk.closed()).isTrue();
    }

    @Test
    void oneProducerIsClosedThoughTheOtherCannotBe() {
        stepped.fallBehind();
        bulk.closeException = new KafkaException("an interceptor failed");

        assertThatExceptionOfType(KafkaException.class).isThrownBy(() -> stepped.sink.close(Duration.ZERO));

        assertThat(producer.closed()).isTrue();
    }
}
