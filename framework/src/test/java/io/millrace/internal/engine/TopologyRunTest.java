package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.plan.Planner;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.ManualTime;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyRunTest {

    private final FakeClients clients = new FakeClients();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final EventDispatcher events = new EventDispatcher(List.of(), new EngineThreads());
    private @Nullable Throwable secondInitThrows;

    @AfterEach
    void close() {
        events.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "DEDICATED"})
    void workersThatWereReadyAreClosedIfAnotherCannotBeMade(ThreadMode threads) {
        secondInitThrows = new IllegalStateException();

        Throwable thrown = catchThrowable(() -> run(threads));

        assertThat(thrown).isInstanceOf(WorkerFailedException.class);
        assertThat(calls).containsExactly("close 0");
    }

    @Test
    void theProducerIsClosedIfAWorkerCannotBeMade() {
        secondInitThrows = new NoClassDefFoundError();

        Throwable thrown = catchThrowable(() -> run(ThreadMode.SHARED));

        assertThat(thrown).isInstanceOf(WorkerFailedException.class).hasCause(secondInitThrows);
        assertThat(clients.producer.closed()).isTrue();
    }

    private void run(ThreadMode threads) {
        new TopologyRun(
                Planner.plan(topology(), Map.of()),
                TopologySettings.defaults().withThreads(threads),
                new RunEnvironment("app", clients, new ManualTime(), new EngineThreads(), events, 2),
                new NoListener());
    }

    private Topology topology() {
        List<Noting> made = new ArrayList<>();
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in", Consumed.<String, String>as("in"))
                .stage("score", 2)
                .process(() -> {
                    Noting noting = new Noting(made.size());
                    made.add(noting);
                    return noting;
                });
        return builder.build();
    }

    private final class Noting implements Processor<String, String, String, String> {
        private final int number;

        Noting(int number) {
            this.number = number;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            if (number == 1 && secondInitThrows instanceof Error error) {
                throw error;
            }
            if (number == 1 && secondInitThrows instanceof RuntimeException exception) {
                throw exception;
            }
        }

        @Override
        public void process(Record<String, String> record) {}

        @Override
        public void close() {
            calls.add("close " + number);
        }
    }

    /** Clients of a cluster that has every topic. */
    private static final class FakeClients implements KafkaClientSupplier {
        private final MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

        @Override
        public Consumer<byte[], byte[]> consumer(ClientConfig config) {
            return new MockConsumer<>("none");
        }

        @Override
        public Producer<byte[], byte[]> producer(ClientConfig config) {
            return producer;
        }

        @Override
        public Admin admin(ClientConfig config) {
            return (Admin) Proxy.newProxyInstance(
                    Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("describeTopics")) {
                            return new AllTopics((Collection<?>) arguments[0]);
                        }
                        if (method.getName().equals("close")) {
                            return null;
                        }
                        throw new UnsupportedOperationException(method.toString());
                    });
        }
    }

    private static final class AllTopics extends DescribeTopicsResult {
        AllTopics(Collection<?> names) {
            super(null, descriptions(names));
        }

        private static Map<String, KafkaFuture<TopicDescription>> descriptions(Collection<?> names) {
            Map<String, KafkaFuture<TopicDescription>> answers = new HashMap<>();
            names.forEach(name -> answers.put(
                    (String) name, KafkaFuture.completedFuture(new TopicDescription((String) name, false, List.of()))));
            return answers;
        }
    }
}
