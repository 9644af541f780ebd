package io.millrace.benchmark.workload;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyedEventsTest {
    private final KeyedEvents events = new KeyedEvents(1_000);

    @Test
    void keysComeInTurn() {
        assertThat(events.content(999, 1).key()).isEqualTo("k999");
        assertThat(events.content(1_000, 1).key()).isEqualTo("k0");
    }

    @Test
    void aKeyHasEventsOfAllGroups() {
        assertThat(LongStream.range(0, KeyedEvents.GROUPS)
                        .mapToObj(turn -> events.content(7 + turn * 1_000, 1).group())
                        .collect(toSet()))
                .hasSize(KeyedEvents.GROUPS);
    }

    @Test
    void aGroupHasEventsOfManyKeys() {
        assertThat(LongStream.range(0, 100_000)
                        .mapToObj(eventId -> events.content(eventId, 1))
                        .filter(event -> event.group().equals("g5"))
                        .map(KeyedEvent::key)
                        .collect(toSet()))
                .hasSize(1_000);
    }

    @Test
    void anEventThatWasNeverSentHasAKeyAndAGroupToo() {
        assertThat(events.keyIndex(-1)).isEqualTo(999);
        assertThat(events.groupIndex(-1)).isBetween(0, KeyedEvents.GROUPS - 1);
    }

    @Test
    void eventsWithoutKeysAreRefused() {
        assertThatThrownBy(() -> new KeyedEvents(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one key");
    }
}
