package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventDispatcherTest {

    private final List<EventDispatcher> opened = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(EventDispatcher::close);
    }

    @Test
    void eventsComeInOrder() {
        EventDispatcher events = dispatcher(told::add);

        IntStream.range(0, 1_000).forEach(number -> tell(events, "event-" + number));

        List<String> all =
                IntStream.range(0, 1_000).mapToObj(number -> "event-" + number).toList();
        await().untilAsserted(() -> assertThat(told).containsExactlyElementsOf(all));
    }

    @Test
    void everyListenerIsTold() {
        EventDispatcher events = dispatcher(topology -> told.add("a"), topology -> told.add("b"));

        tell(events, "event");

        await().untilAsserted(() -> assertThat(told).containsExactly("a", "b"));
    }

    static List<Throwable> throwables() {
        return List.of(new IllegalStateException(), new AssertionError(), new NoClassDefFoundError());
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aListenerThatThrowsDoesNotKeepTheOthersFromTheEvent(Throwable thrown) {
        EventDispatcher events = dispatcher(topology -> sneak(thrown), told::add);

        tell(events, "first");
        tell(events, "second");

        await().untilAsserted(() -> assertThat(told).containsExactly("first", "second"));
    }

    @Test
    void whoTellsDoesNotWaitForASlowListener() {
        CountDownLatch released = new CountDownLatch(1);
        EventDispatcher events = dispatcher(topology -> {
            awaitLatch(released);
            told.add(topology);
        });

        tell(events, "event");

        assertThat(told).isEmpty();
        released.countDown();
    }

    @Test
    void allEventsComeFromOneThreadOfTheEngine() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        EventDispatcher events = dispatcher(topology -> {
            threads.add(Thread.currentThread().getName());
            told.add(topology);
        });

        tell(events, "first");
        tell(events, "second");

        await().untilAsserted(() -> assertThat(told).hasSize(2));
        assertThat(threads).containsExactly("millrace-events");
    }

    @Test
    void aListenerThatIsTooSlowMissesTheOldestEvents() {
        CountDownLatch released = new CountDownLatch(1);
        EventDispatcher events = dispatcher(topology -> {
            awaitLatch(released);
            told.add(topology);
        });

        IntStream.rangeClosed(0, 10_000).forEach(number -> tell(events, "event-" + number));
        released.countDown();

        await().untilAsserted(() -> assertThat(told).contains("event-10000"));
        assertThat(told).hasSizeLessThan(5_000).doesNotContain("event-1000");
    }

    @Test
    void closingDeliversWhatWaits() {
        EventDispatcher events = dispatcher(told::add);
        IntStream.range(0, 100).forEach(number -> tell(events, "event-" + number));

        events.close();

        assertThat(told).hasSize(100);
    }

    @Test
    void anEventAfterTheEndIsDropped() {
        EventDispatcher events = dispatcher(told::add);
        events.close();

        assertThatCode(() -> tell(events, "late")).doesNotThrowAnyException();
        assertThat(told).isEmpty();
    }

    @SafeVarargs
    private EventDispatcher dispatcher(Consumer<String>... listeners) {
        List<TopologyListener> all = new ArrayList<>();
        for (Consumer<String> listener : listeners) {
            all.add(new Listening(listener));
        }
        EventDispatcher events = new EventDispatcher(all, new EngineThreads());
        opened.add(events);
        return events;
    }

    private static void tell(EventDispatcher events, String topology) {
        events.tell(listener -> listener.stateChanged(topology, TopologyState.CREATED, TopologyState.STARTING));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sneak(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private record Listening(Consumer<String> listener) implements TopologyListener {
        @Override
        public void stateChanged(String topology, TopologyState from, TopologyState to) {
            listener.accept(topology);
        }
    }
}
