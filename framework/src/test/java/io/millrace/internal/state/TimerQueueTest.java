package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

    private final TimerQueue queue = new TimerQueue();

    @Test
    void timersComeInTheOrderInWhichTheyAreDueAndThenInThatOfSetting() {
        queue.set("a", "", 30);
        queue.set("b", "", 10);
        queue.set("c", "", 30);
        queue.set("d", "named", 20);

        assertThat(takeAll()).containsExactly("b@10", "d@20", "a@30", "c@30");
    }

    @Test
    void settingAgainReplaces() {
        queue.set("a", "", 10);
        queue.set("b", "", 20);
        queue.set("a", "", 30);
        queue.set("c", "", 30);
        queue.set("c", "", 5);

        assertThat(queue.size()).isEqualTo(3);
        assertThat(takeAll()).containsExactly("c@5", "b@20", "a@30");
    }

    @Test
    void oneThatIsPutOffComesBehindThoseThatWereSetForThatTimeBefore() {
        queue.set("a", "", 10);
        queue.set("b", "", 30);
        queue.set("a", "", 30);

        assertThat(takeAll()).containsExactly("b@30", "a@30");
    }

    @Test
    void settingTheSameChangesNothing() {
        assertThat(queue.set("a", "", 10)).isTrue();
        assertThat(queue.set("a", "", 10)).isFalse();
        assertThat(queue.set("a", "", 11)).isTrue();
    }

    @Test
    void oneThatIsTakenBackNeverComes() {
        queue.set("a", "x", 10);
        queue.set("a", "y", 20);

        assertThat(queue.cancel("a", "x")).isTrue();
        assertThat(queue.cancel("a", "x")).isFalse();
        assertThat(takeAll()).containsExactly("a@20");
    }

    @Test
    void eachKindOfTimeHasItsOrder() {
        queue.set("a", "", Due.byProcessingTime(5));
        queue.set("b", "", Due.byEventTime(10));

        assertThat(queue.nextEventTime()).isEqualTo(10);
        assertThat(queue.nextProcessingTime()).isEqualTo(5);
        queue.set("a", "", Due.byEventTime(7));
        assertThat(queue.nextProcessingTime()).isEqualTo(Due.NEVER);
        assertThat(takeAll()).containsExactly("a@7", "b@10");
    }

    @Test
    void keysOfBytesCountByContent() {
        queue.set(new byte[] {1}, "", 10);
        queue.set(new byte[] {1}, "", 20);

        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void whatWasSetMeanwhileCountsMoreThanWhatIsFilledIn() {
        queue.set("a", "", 10);
        queue.setIfAbsent("a", "", 5);
        queue.setIfAbsent("b", "", 7);

        assertThat(takeAll()).containsExactly("b@7", "a@10");
    }

    @Test
    void itDoesWhatASortedListDoes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            TimerQueue tested = new TimerQueue();
            Map<String, long[]> model = new LinkedHashMap<>();
            long number = 0;
            for (int step = 0; step < 300; step++) {
                String key = "k" + random.nextInt(20);
                switch (random.nextInt(4)) {
                    case 0 -> assertThat(tested.cancel(key, "")).isEqualTo(model.remove(key) != null);
                    case 1 ->
                        assertThat(next(tested))
                                .as("seed %d, step %d", seed, step)
                                .isEqualTo(next(model));
                    default -> {
                        long due = random.nextInt(50);
                        long[] before = model.get(key);
                        if (before == null || before[0] != due) {
                            model.put(key, new long[] {due, number++});
                        }
                        tested.set(key, "", due);
                    }
                }
            }
        }
    }

    private static String next(TimerQueue queue) {
        return queue.nextEventTime() == Due.NEVER ? "none" : text(queue.takeByEventTime());
    }

    private static String next(Map<String, long[]> model) {
        return model.entrySet().stream()
                .min(Comparator.comparingLong((Map.Entry<String, long[]> entry) -> entry.getValue()[0])
                        .thenComparingLong(entry -> entry.getValue()[1]))
                .map(entry -> entry.getKey() + "@" + model.remove(entry.getKey())[0])
                .orElse("none");
    }

    private List<String> takeAll() {
        List<String> taken = new ArrayList<>();
        while (queue.nextEventTime() != Due.NEVER) {
            taken.add(text(queue.takeByEventTime()));
        }
        return taken;
    }

    private static String text(TimerQueue.Taken taken) {
        return taken.key() + "@" + taken.due();
    }
}
