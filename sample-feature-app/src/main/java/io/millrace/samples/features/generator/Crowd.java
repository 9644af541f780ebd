package io.millrace.samples.features.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * All who are in the shop. Each of them does something every four seconds or so, whatever the rate: more events mean more people. Some events are
 * held up on their way, as those of a phone in a tunnel are.
 *
 * <p>Confined to the generator's thread.
 */
final class Crowd {
    private static final int LEAST_PRESENT = 12;
    private static final int SECONDS_PER_EVENT = 4;
    private static final int REGULARS_PER_PRESENT = 10;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

    private final SplittableRandom random;
    private final double lateShare;
    private final List<Shopper> present = new ArrayList<>();
    private final Queue<HeldUp> heldUp = new PriorityQueue<>(Comparator.comparing(HeldUp::due));

    Crowd(GeneratorProperties properties) {
        this.random = new SplittableRandom(properties.seed());
        this.lateShare = properties.lateShare();
    }

    /** An event that is sent later than it happened. */
    private record HeldUp(Instant due, MadeUpEvent event) {}

    /** Returns what is sent next, of {@code rate} per second. */
    MadeUpEvent next(Instant now, int rate) {
        HeldUp first = heldUp.peek();
        if (first != null && !first.due().isAfter(now)) {
            return heldUp.remove().event();
        }
        MadeUpEvent made = make(now, rate);
        while (random.nextDouble() < lateShare) {
            heldUp.add(new HeldUp(now.plusMillis(random.nextLong(500, LONGEST_DELAY.toMillis())), made));
            made = make(now, rate);
        }
        return made;
    }

    private MadeUpEvent make(Instant now, int rate) {
        int wanted = Math.max(LEAST_PRESENT, rate * SECONDS_PER_EVENT);
        while (present.size() < wanted) {
            present.add(newcomer(wanted));
        }
        while (present.size() > wanted) {
            present.remove(present.size() - 1);
        }
        int place = random.nextInt(wanted);
        Shopper shopper = present.get(place);
        MadeUpEvent made = new MadeUpEvent(shopper.user(), shopper.next(), now);
        if (shopper.leaves()) {
            present.set(place, newcomer(wanted));
        }
        return made;
    }

    private Shopper newcomer(int wanted) {
        return new Shopper("user-" + (1 + random.nextInt(wanted * REGULARS_PER_PRESENT)), random.split());
    }
}
