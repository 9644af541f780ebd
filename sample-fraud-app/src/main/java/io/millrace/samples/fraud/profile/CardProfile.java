package io.millrace.samples.fraud.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a card from its payments so far: the value that the topology keeps for it. As JSON it may come from another
 * version of this service: what that one did not know is empty here.
 *
 * <p>Immutable.
 *
 * @param recent when it paid lately, as it came
 * @param spending how large its payments are, see {@link Habits#sizeOf}
 * @param lastSeen where it last was, as far as one can believe it; null if nobody knows
 */
public record CardProfile(
        List<Instant> recent, Spread spending, @Nullable Sighting lastSeen) {
    public static final CardProfile UNKNOWN = new CardProfile(List.of(), Spread.NONE, null);

    public CardProfile {
        recent = recent == null ? List.of() : List.copyOf(recent);
        spending = spending == null ? Spread.NONE : spending;
    }

    /** Returns how many payments were made in the {@code span} that ends at {@code time}. */
    public long paymentsWithin(Duration span, Instant time) {
        Instant begin = time.minus(span);
        return recent.stream()
                .filter(payment -> payment.isAfter(begin) && !payment.isAfter(time))
                .count();
    }
}
