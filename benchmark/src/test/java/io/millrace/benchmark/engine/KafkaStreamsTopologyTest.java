package io.millrace.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmark.engine.KafkaStreamsOptions.Delivery;
import io.millrace.benchmark.engine.KafkaStreamsOptions.Store;
import io.millrace.benchmark.engine.KafkaStreamsOptions.Windows;
import io.millrace.benchmark.workload.Answer;
import io.millrace.benchmark.workload.AnswerReader;
import io.millrace.benchmark.workload.InputEvent;
import io.millrace.benchmark.workload.W1Forward;
import io.millrace.benchmark.workload.W2Features;
import io.millrace.benchmark.workload.W3TwoStage;
import io.millrace.benchmark.workload.W4Hopping;
import io.millrace.benchmark.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaStreamsTopologyTest {
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final long MICROS_BETWEEN = 7_000_000;

    @TempDir
    private Path stateDirectory;

    @Test
    void forwardingAnswersEveryEvent() {
        assertThatEveryAnswerIsRight(new W1Forward(), Windows.BY_DSL);
    }

    @ParameterizedTest
    @EnumSource
    void countingAnswersEveryEventOverSeveralMinutes(Windows windows) {
        assertThatEveryAnswerIsRight(new W2Features(3), windows);
    }

    @Test
    void countingByGroupAnswersEveryEvent() {
        assertThatEveryAnswerIsRight(new W3TwoStage(3), Windows.BY_DSL);
    }

    @Test
    void hoppingAnswersEveryEventOverSeveralMinutes() {
        assertThatEveryAnswerIsRight(new W4Hopping(3), Windows.BY_DSL);
    }

    @Test
    void countingByGroupShufflesThroughATopic() {
        assertThat(KafkaStreamsTopology.of(settings("W3"), Windows.BY_DSL)
                        .describe()
                        .toString())
                .contains("group-repartition");
    }

    @ParameterizedTest
    @EnumSource
    void onlyRocksDbIsOnDisk(Windows windows) {
        assertThat(filesAfterAnEvent(Store.IN_MEMORY, windows)).noneMatch(Path.of("CURRENT")::equals);
        assertThat(filesAfterAnEvent(Store.ROCKSDB, windows)).anyMatch(Path.of("CURRENT")::equals);
    }

    @Test
    void anUnknownWorkloadIsRefused() {
        assertThatThrownBy(() -> KafkaStreamsTopology.of(settings("W9"), Windows.BY_DSL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WORKLOAD is 'W9'");
    }

    private void assertThatEveryAnswerIsRight(Workload workload, Windows windows) {
        try (TopologyTestDriver driver = driver(workload, Store.IN_MEMORY, windows)) {
            TestInputTopic<byte[], byte[]> input = input(driver);
            TestOutputTopic<byte[], byte[]> output =
                    driver.createOutputTopic("out", new ByteArrayDeserializer(), new ByteArrayDeserializer());
            AnswerReader reader = workload.newAnswerReader(100);
            for (long eventId = 0; eventId < 100; eventId++) {
                long eventTime = START_MICROS + eventId * MICROS_BETWEEN;
                InputEvent event = workload.event(eventId, eventTime);
                input.pipeInput(event.key(), event.value());
                assertThat(reader.read(output.readValue())).isEqualTo(Answer.right(eventId, eventTime));
            }
            assertThat(output.isEmpty()).isTrue();
        }
    }

    private List<Path> filesAfterAnEvent(Store store, Windows windows) {
        Workload workload = new W2Features(3);
        try (TopologyTestDriver driver = driver(workload, store, windows);
                Stream<Path> files = Files.walk(stateDirectory)) {
            InputEvent event = workload.event(0, 1);
            input(driver).pipeInput(event.key(), event.value());
            return files.map(Path::getFileName).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private TopologyTestDriver driver(Workload workload, Store store, Windows windows) {
        EngineSettings settings = settings(workload.name());
        Properties configuration = new Properties();
        configuration.putAll(
                KafkaStreamsSettings.of(settings, new KafkaStreamsOptions(Delivery.AT_LEAST_ONCE, store, windows)));
        return new TopologyTestDriver(KafkaStreamsTopology.of(settings, windows), configuration);
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
        return driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
    }

    private EngineSettings settings(String workload) {
        return new EngineSettings("127.0.0.1:9092", "in", "out", workload, "test", stateDirectory);
    }
}
