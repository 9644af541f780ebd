package io.millrace.runtime;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When epochs end. Immutable.
 *
 * <p>The interval says how often the topology's progress becomes durable. With {@link RealTime} it is not a latency: records
 * flow all the time. With {@link ProcessingTime} it is: records wait for the next trigger.
 */
public sealed interface Trigger {

    /** The shortest interval of any trigger: 100 ms. */
    Duration SHORTEST = Duration.ofMillis(100);

    /** The longest interval of any trigger: 365 days. */
    Duration LONGEST = Duration.ofDays(365);

    /** The interval of {@code real-time} without a number: 5 minutes. */
    Duration REAL_TIME_DEFAULT = Duration.ofMinutes(5);

    Duration interval();

    /** Records flow through all stages as they come, and every {@code interval} an epoch ends behind them. */
    record RealTime(Duration interval) implements Trigger {

        public RealTime {
            requireInRange(interval);
        }

        @Override
        public String toString() {
            return "real-time " + format(interval);
        }
    }

    /** Every {@code interval} the records there are by then are read and processed, and the epoch ends behind them. */
    record ProcessingTime(Duration interval) implements Trigger {

        public ProcessingTime {
            requireInRange(interval);
        }

        @Override
        public String toString() {
            return "processing-time " + format(interval);
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

    /**
     * Reads a trigger as settings write it: {@code real-time}, {@code real-time 10s}, {@code processing-time 500ms}.
     *
     * <p>Units are {@code ms}, {@code s}, {@code m} and {@code h}.
     *
     * @throws IllegalArgumentException if the text is no trigger; the message shows what one looks like
     */
    static Trigger parse(String text) {
        Matcher matcher = Syntax.TRIGGER.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()
                || (matcher.group("mode").equals("processing-time") && matcher.group("amount") == null)) {
            throw new IllegalArgumentException(
                    "'%s' is no trigger. Write 'real-time', 'real-time 10s' or 'processing-time 500ms' (units: ms, s, m, h)."
                            .formatted(text));
        }
        if (matcher.group("amount") == null) {
            return realTime();
        }
        Duration interval = Syntax.duration(text, matcher.group("amount"), matcher.group("unit"));
        return matcher.group("mode").equals("real-time") ? realTime(interval) : processingTime(interval);
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
        private static final Pattern TRIGGER =
                Pattern.compile("(?<mode>real-time|processing-time)(?:\\s+(?<amount>\\d+)\\s*(?<unit>ms|s|m|h))?");

        private Syntax() {}

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
