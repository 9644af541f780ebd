package io.millrace.samples.common.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

class StreamClientsTest {
    private final StreamClients stream = new StreamClients("alert");
    private final CountDownLatch stuck = new CountDownLatch(1);

    @AfterEach
    void stop() {
        stuck.countDown();
        stream.stop();
    }

    @Test
    void sendsEachEventToEveryClientInOrder() {
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        stream.subscribe("all", first);
        stream.subscribe("all", second);

        events(3);

        for (Recorder client : List.of(first, second)) {
            await().untilAsserted(() -> assertThat(client.events)
                    .filteredOn(event -> event.contains("event:alert"))
                    .extracting(event -> event.replaceAll("(?s).*\"paymentId\":\"(p-\\d+)\".*", "$1"))
                    .containsExactly("p-0", "p-1", "p-2"));
        }
    }

    @Test
    void sendsToAClientWhatItsSubjectIs() {
        Recorder reading = new Recorder();
        stream.subscribe("one", reading);

        stream.send("another", () -> {
            throw new IllegalStateException("Nobody listens to it");
        });
        stream.send("one", () -> "mine");

        await().untilAsserted(() -> assertThat(reading.events)
                .filteredOn(event -> event.contains("data:"))
                .singleElement()
                .asString()
                .contains("mine"));
    }

    @Test
    void takesNoClientsBackWhileItStopsButAfterItHasStartedAgain() {
        stream.subscribe("all", new Recorder());
        stream.stop();

        assertThatExceptionOfType(TooBusyException.class).isThrownBy(() -> stream.subscribe("all", new Recorder()));
        assertThat(stream.clients()).isZero();
        stream.start();
        assertThat(stream.subscribe("all", new Recorder()).isClosed()).isFalse();
    }

    @Test
    void dropsAClientThatDoesNotReadAndServesTheOthers() {
        Recorder reading = new Recorder();
        StreamClient slow = stream.subscribe("all", new StuckClient());
        stream.subscribe("all", reading);

        // In two portions, neither of which fills the queue of a client that reads.
        int portion = StreamClient.MAX_QUEUED / 2 + 1;
        events(portion);
        await().until(() -> reading.events.size() > portion);
        events(portion);
        await().until(() -> reading.events.size() > 2 * portion);

        assertThat(slow.isClosed()).isTrue();
        assertThat(stream.clients()).isEqualTo(1);
    }

    @Test
    void forgetsAClientThatHasGone() {
        stream.subscribe("all", new SseEmitter(0L) {
            @Override
            public void send(SseEventBuilder event) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        await().until(() -> stream.clients() == 0);
    }

    @Test
    void takesABoundedNumberOfClients() {
        for (int i = 0; i < 32; i++) {
            stream.subscribe("all", new Recorder());
        }

        assertThatExceptionOfType(TooBusyException.class).isThrownBy(() -> stream.subscribe("all"));
    }

    @Test
    void endsAllStreamsWhenItStops() {
        stream.start();
        Recorder client = new Recorder();
        stream.subscribe("all", client);

        stream.stop();

        await().until(() -> client.isComplete);
        assertThat(stream.clients()).isZero();
    }

    private void events(int count) {
        for (int i = 0; i < count; i++) {
            String json = "{\"paymentId\":\"p-%d\"}".formatted(i);
            stream.send("all", () -> json);
        }
    }

    private static class Recorder extends SseEmitter {
        final List<String> events = new CopyOnWriteArrayList<>();
        volatile boolean isComplete;

        @Override
        public void send(SseEventBuilder event) throws IOException {
            events.add(event.build().stream()
                    .map(ResponseBodyEmitter.DataWithMediaType::getData)
                    .map(Object::toString)
                    .collect(Collectors.joining()));
        }

        @Override
        public void complete() {
            isComplete = true;
        }
    }

    private final class StuckClient extends SseEmitter {
        @Override
        public void send(SseEventBuilder event) {
            boolean interrupted = false;
            while (stuck.getCount() > 0) {
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
