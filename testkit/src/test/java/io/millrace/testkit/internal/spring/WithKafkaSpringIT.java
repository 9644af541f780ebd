package io.millrace.testkit.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.MillraceEngine;
import io.millrace.runtime.Trigger;
import io.millrace.testkit.internal.kafka.SharedKafka;
import io.millrace.testkit.kafka.TestConsumer;
import io.millrace.testkit.kafka.TestKafka;
import io.millrace.testkit.kafka.WithKafka;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestPropertySource;

@SpringBootTest(
        classes = CountService.class,
        properties = {
            "spring.application.name=word-count",
            "spring.kafka.bootstrap-servers=nowhere.invalid:9092",
            "count.input=words-${millrace.test.id}",
            "count.output=counts-${millrace.test.id}"
        })
@WithKafka(
        topics = {"${count.input}", "${count.output}"},
        partitions = 2)
class WithKafkaSpringIT {

    @Autowired
    private TestKafka kafka;

    @Autowired
    private MillraceEngine engine;

    private String input;
    private String output;

    @BeforeEach
    void nameTopics(@Value("${count.input}") String newInput, @Value("${count.output}") String newOutput) {
        input = newInput;
        output = newOutput;
    }

    @Test
    void theServiceReadsWhatTheTestSends() {
        assertCounts();
    }

    @Test
    void theBeanIsAParameterToo(TestKafka parameter, @Autowired TestKafka autowired) {
        assertThat(parameter).isSameAs(kafka).isSameAs(autowired);
    }

    @Test
    void theApplicationIdBeginsWithTheServicesName() {
        assertThat(kafka.applicationId()).startsWith("word-count-").hasSizeGreaterThan("word-count-".length());
    }

    @Test
    void epochsAreShortUnlessTheServiceSaysOtherwise() {
        assertThat(engine.topology("count").settings().trigger()).isEqualTo(Trigger.realTime(Duration.ofMillis(100)));
    }

    private void assertCounts() {
        TestConsumer<String, Long> counts = kafka.consumer(output, Serdes.String(), Serdes.Long());
        String word = "word-" + System.nanoTime();
        var words = kafka.producer(input, Serdes.String(), Serdes.String());

        words.send(word, "");
        words.send(word, "");
        kafka.awaitCheckpoint("count");

        assertThat(counts.readAll().newestByKey()).isEqualTo(Map.of(word, 2L));
    }

    @Nested
    @TestPropertySource(properties = "millrace.trigger=real-time 300ms")
    class InAnotherContext {

        @Test
        void thereIsTheSameKafkaAndAnotherApplication(@Autowired TestKafka other, TestKafka parameter) {
            assertThat(parameter).isSameAs(other);
            try (SharedKafka.Hold shared = SharedKafka.ofThisJvm().hold()) {
                assertThat(other.bootstrapServers()).isEqualTo(shared.bootstrapServers());
            }
            assertThat(other.applicationId()).isEqualTo("word-count-" + input.substring("words-".length()));
        }

        @Test
        void theServicesOwnTriggerStays() {
            assertThat(engine.topology("count").settings().trigger())
                    .isEqualTo(Trigger.realTime(Duration.ofMillis(300)));
        }

        @Test
        void theServiceReadsWhatTheTestSends() {
            assertCounts();
        }
    }
}
