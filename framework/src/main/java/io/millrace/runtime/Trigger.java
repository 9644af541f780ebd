package io.millrace.runtime;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When records are read and epochs end. Immutable.
 *
 * <p>With {@link RealTime} records flow all the time; with the others they are read in batches, which costs less. {@link
 * AvailableNow} and {@link Once} end by themselves when what was there is processed. All work on the same checkpoint, so that a
 * topology can change from one to any other, at a restart or while it runs.
 */
public sealed interface Trigger {

    /** The shortest interval of any trigger: 100 ms. */
    Duration SHORTEST = Duration.ofMillis(100);

    /** The longest interval of any trigger: 365 days. */
    Duration LONGEST = Duration.ofDays(365);

    /** The interval of {@code real-time} without a number: 5 minutes. */
    Duration REAL_TIME_DEFAULT = Duration.ofMinutes(5);

    /** A trigger that goes on until somebody stops the topology. */
    sealed interface Periodic extends Trigger {

        /**
         * Returns how often progress becomes durable. With {@link RealTime} that is not a latency: records flow all the time. With
         * {@link ProcessingTime} it is: records wait for the next trigger.
         */
        Duration interval();
    }

    /** A trigger with which the topology processes what is there when it begins, and ends. */
    sealed interface Job extends Trigger {}

    /** Records flow through all stages as they come, and every {@code interval} an epoch ends behind them. */
    record RealTime(Duration interval) implements Periodic {

        public RealTime {
            requireInRange(interval);
        }

        @Override
        public String toString() {
            return "real-time " + format(interval);
        }
    }

    /** Every {@code interval} the records there are by then are read and processed, and the epoch ends behind them. */
    record ProcessingTime(Duration interval) implements Periodic {

        public ProcessingTime {
            requireInRange(interval);
        }

        @Override
        public String toString() {
            return "processing-time " + format(interval);
        }
    }

    /**
     * What is in the topics when the topology begins is read and processed, in epochs of bounded size; then it ends and is {@link
     * TopologyState#STOPPED}. For jobs that a scheduler starts.
     */
    record AvailableNow() implements Job {

        @Override
        public String toString() {
            return "available-now";
        }
    }

    /**
     * The same in one epoch: either all of what is there becomes durable, or none of it.
     *
     * <p>This epoch is never ended early, so all that it changes in stores, and with {@link Delivery#EXACTLY_ONCE} all of its
     * outputs, are in memory at a time, whatever {@link StateSettings#maxChangedBytes()} says. Prefer {@link AvailableNow} where
     * nobody needs the single epoch. A rebalance amid the epoch parts it in two; so run it in one instance.
     */
    record Once() implements Job {

        @Override
        public String toString() {
            return "once";
        }
    }

    /** Returns {@code real-time} with an epoch of 5 minutes. */
    static Trigger realTime() {
        return new RealTime(REAL_TIME_DEFAULT);
    }

    static Trigger realTime(Duration interval) {
        return new RealTime(interval);
    }

    static Trigger processingTime(Duration interval) {
        return new ProcessingTime(interval);
    }

    static Trigger availableNow() {
        return new AvailableNow();
    }

    static Trigger once() {
        return new Once();
    }

    /**
     * Reads a trigger as settings write it: {@code real-time}, {@code real-time 10s}, {@code processing-time 500ms}, {@code
     * available-now}, {@code once}.
     *
     * <p>Units are {@code ms}, {@code s}, {@code m} and {@code h}.
     *
     * @throws IllegalArgumentException if the text is no trigger; the message shows what one looks like
     */
    static Trigger parse(String text) {
        Matcher matcher = Syntax.TRIGGER.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw Syntax.noTrigger(text);
        }
        Optional<Duration> interval = Optional.ofNullable(matcher.group("amount"))
                .map(amount -> Syntax.duration(text, amount, matcher.group("unit")));
        return switch (matcher.group("mode")) {
            case "real-time" -> interval.map(Trigger::realTime).orElseGet(Trigger::realTime);
            case "processing-time" -> interval.map(Trigger::processingTime).orElseThrow(() -> Syntax.noTrigger(text));
            case "available-now" -> Syntax.withoutInterval(text, interval, availableNow());
            default -> Syntax.withoutInterval(text, interval, once());
        };
    }

    private static void requireInRange(Duration interval) {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("A trigger's interval is at least %s, this one has %s."
                    .formatted(format(SHORTEST), format(interval)));
        }
        if (interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "A trigger's interval of more than %d days is too long; give a shorter one."
                            .formatted(LONGEST.toDays()));
        }
    }

    private static String format(Duration interval) {
        long millis = interval.toMillis();
        if (millis % 60_000 == 0 && millis > 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 && millis > 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** The written form of triggers. */
    final class Syntax {
        private static final Pattern TRIGGER = Pattern.compile(
                "(?<mode>real-time|processing-time|available-now|once)(?:\\s+(?<amount>\\d+)\\s*(?<unit>ms|s|m|h))?");

        private Syntax() {}

        private static IllegalArgumentException noTrigger(String text) {
            return new IllegalArgumentException(
                    "'%s' is no trigger. Write 'real-time', 'real-time 10s', 'processing-time 500ms', 'available-now' or 'once' (units: ms, s, m, h)."
                            .formatted(text));
        }

        private static Trigger withoutInterval(String text, Optional<Duration> interval, Trigger job) {
            if (interval.isPresent()) {
                throw new IllegalArgumentException(
                        "'%s' has an interval, but with '%s' a topology processes what is there and ends, so nothing repeats. Write '%s', or 'processing-time %s' to have it go on."
                                .formatted(text, job, job, format(interval.get())));
            }
            return job;
        }

        private static Duration duration(String text, String amount, String unit) {
            try {
                long number = Long.parseLong(amount);
                return switch (unit) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                };
            } catch (NumberFormatException | ArithmeticException e) {
                throw new IllegalArgumentException("The interval of '%s' is too long.".formatted(text), e);
            }
        }
    }
}
