package io.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotFeedTest {

    private final AtomicInteger made = new AtomicInteger();
    private final SnapshotFeed feed = new SnapshotFeed(() -> "snapshot " + made.incrementAndGet(), 2);

    @BeforeEach
    void start() {
        feed.start();
    }

    @AfterEach
    void stop() {
        feed.stop();
    }

    @Test
    void nothingIsMadeWhileNobodyReads() {
        assertThat(feed.isTicking()).isFalse();

        Reader reader = new Reader();
        feed.subscribe(reader);
        assertThat(feed.isTicking()).isTrue();

        feed.unsubscribe(reader);
        assertThat(feed.isTicking()).isFalse();
    }

    @Test
    void allReadersGetTheSameSnapshot() {
        Reader first = new Reader();
        Reader second = new Reader();
        feed.subscribe(first);
        feed.subscribe(second);

        await().until(() -> first.got.size() > 1 && !second.got.isEmpty());

        assertThat(first.got).containsAll(second.got).doesNotHaveDuplicates();
    }

    @Test
    void onlyAsManyReadAsMay() {
        Reader reader = new Reader();
        assertThat(feed.subscribe(reader)).isTrue();
        assertThat(feed.subscribe(new Reader())).isTrue();

        assertThat(feed.hasRoom()).isFalse();
        assertThat(feed.subscribe(new Reader())).isFalse();
        assertThat(feed.readers()).isEqualTo(2);

        feed.unsubscribe(reader);
        assertThat(feed.subscribe(new Reader())).isTrue();
    }

    @Test
    void aSnapshotThatCanNotBeMadeIsNotTheLast() {
        SnapshotFeed failing = new SnapshotFeed(
                () -> {
                    if (made.incrementAndGet() == 1) {
                        throw new IllegalStateException("boom");
                    }
                    return "fine";
                },
                1);
        Reader reader = new Reader();
        failing.subscribe(reader);

        await().untilAsserted(() -> assertThat(reader.got).isNotEmpty().containsOnly("fine"));
        failing.stop();
    }

    @Test
    void aStopEndsAllReadersAndLetsNobodyIn() {
        Reader reader = new Reader();
        feed.subscribe(reader);

        feed.stop();

        assertThat(reader.ended).hasValue(1);
        assertThat(feed.readers()).isZero();
        assertThat(feed.isTicking()).isFalse();
        assertThat(feed.subscribe(new Reader())).isFalse();
    }

    /** Notes what it gets. */
    private static final class Reader implements SnapshotReader {
        private final List<String> got = new CopyOnWriteArrayList<>();
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public void offer(String snapshot) {
            got.add(snapshot);
        }

        @Override
        public void end() {
            ended.incrementAndGet();
        }
    }
}
