package io.millrace.samples.features.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.features.model.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T10:15:30Z");
    private static final int RATE = 50;

    private final List<MadeUpEvent> made = events(0.05);

    @Test
    void theSameSeedMakesTheSameEvents() {
        assertThat(events(0.05)).isEqualTo(made);
    }

    @Test
    void someEventsAreSentLaterThanTheyHappened() {
        assertThat(IntStream.range(0, made.size())
                        .filter(number -> !delay(number).isZero()))
                .hasSizeBetween(made.size() / 50, made.size() / 10);
        assertThat(IntStream.range(0, made.size()).mapToObj(this::delay))
                .allMatch(delay -> delay.compareTo(Duration.ofSeconds(21)) < 0 && !delay.isNegative());
    }

    @Test
    void peopleLookMoreThanTheyBuyAndComeAgain() {
        assertThat(count(Kind.VIEW)).isGreaterThan(count(Kind.CART));
        assertThat(count(Kind.CART)).isGreaterThan(count(Kind.PURCHASE));
        assertThat(count(Kind.PURCHASE)).isPositive();
        assertThat(made.stream().map(MadeUpEvent::user).distinct().count()).isLessThan(made.size() / 5L);
    }

    private Duration delay(int number) {
        return Duration.between(made.get(number).time(), sentAt(number));
    }

    private long count(Kind kind) {
        return made.stream().filter(each -> each.event().kind() == kind).count();
    }

    private static List<MadeUpEvent> events(double lateShare) {
        Crowd crowd = new Crowd(new GeneratorProperties(RATE, 2_000, lateShare, 1));
        return IntStream.range(0, 5_000)
                .mapToObj(number -> crowd.next(sentAt(number), RATE))
                .toList();
    }

    private static Instant sentAt(int number) {
        return BEGIN.plusMillis(1_000L / RATE * number);
    }
}
