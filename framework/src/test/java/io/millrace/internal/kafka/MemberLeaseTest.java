package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class MemberLeaseTest {

    private static final MemberLease.Timeouts TIMEOUTS =
            new MemberLease.Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(5));

    private long now;
    private double heartbeats;
    private final MemberLease lease = new MemberLease(new TimeSource() {
        @Override
        public long currentTimeMillis() {
            return now / 1_000_000;
        }

        @Override
        public long nanoTime() {
            return now;
        }
    });

    MemberLeaseTest() {
        lease.begin(new Counting(), TIMEOUTS);
    }

    @Test
    void itHoldsWhileHeartbeatsAreAnswered() {
        for (int second = 0; second < 60; second++) {
            pass(Duration.ofSeconds(1));
            heartbeats++;
            lease.polled(now);

            assertThat(lease.holds()).isTrue();
        }
    }

    @Test
    void itEndsWhenNoHeartbeatWasAnsweredForASession() {
        beat(20);
        for (int second = 0; second < 10; second++) {
            pass(Duration.ofSeconds(1));
            lease.polled(now);
        }

        assertThat(lease.holds()).isFalse();
    }

    @Test
    void afterAFreezeTheFirstAnswerDoesNotCount() {
        beat(20);
        pass(Duration.ofMinutes(1));
        assertThat(lease.holds()).isFalse();

        heartbeats++; // it may say that others have the partitions
        pass(Duration.ofMillis(60));
        lease.polled(now);

        assertThat(lease.holds()).isFalse();
    }

    @Test
    void itHoldsAgainWhenTheGroupAnswersAgain() {
        beat(20);
        pass(Duration.ofMinutes(1));

        beat(3);

        assertThat(lease.holds()).isTrue();
    }

    @Test
    void aMemberThatDoesNotPollLeaves() {
        beat(2);
        for (int second = 0; second < 301; second++) {
            pass(Duration.ofSeconds(1));
            heartbeats++;
            lease.holds();
        }

        assertThat(lease.holds()).isFalse();
    }

    private void beat(int times) {
        for (int time = 0; time < times; time++) {
            pass(Duration.ofMillis(500));
            heartbeats++;
            lease.polled(now);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** Counts what the test says. */
    private final class Counting extends MockConsumer<byte[], byte[]> {

        private final MetricName name = new MetricName("heartbeat-total", "consumer-coordinator-metrics", "", Map.of());

        Counting() {
            super("earliest");
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return heartbeats;
                }
            });
        }
    }
}
