package io.millrace.samples.fraud.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the fields of one payment and collects what is wrong with them. A question answers with the field in its usual
 * form, or with something harmless where there is a problem.
 *
 * <p>Confined to one thread.
 */
final class PaymentCheck {
    static final BigDecimal MOST = new BigDecimal("1000000.00");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final String CATEGORIES =
            Stream.of(MerchantCategory.values()).map(Enum::name).collect(Collectors.joining(", "));
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private final List<InvalidPaymentException.Problem> problems = new ArrayList<>();

    String name(String field, @Nullable String value) {
        if (value != null && NAME.matcher(value).matches()) {
            return value;
        }
        return problem(field, value, "give 1 to 64 letters, digits, dots, dashes or underscores", "");
    }

    String country(String field, @Nullable String value) {
        String upper = value == null ? "" : value.toUpperCase(Locale.ROOT);
        if (COUNTRIES.contains(upper)) {
            return upper;
        }
        return problem(field, value, "give the two letters of a country, such as DE", "");
    }

    MerchantCategory category(String field, @Nullable MerchantCategory value) {
        if (value != null) {
            return value;
        }
        return problem(field, null, "give one of " + CATEGORIES, MerchantCategory.GROCERIES);
    }

    /** Returns {@code value} with two decimals. */
    BigDecimal amount(String field, @Nullable BigDecimal value) {
        // Compared before it is scaled: 1e999999999 is a short text and a very long number.
        if (value == null || value.signum() <= 0 || value.compareTo(MOST) > 0) {
            return problem(field, value, "give euros, more than 0 and at most " + MOST, BigDecimal.ONE);
        }
        if (value.stripTrailingZeros().scale() > 2) {
            return problem(field, value, "give at most two decimals", BigDecimal.ONE);
        }
        return value.setScale(2, RoundingMode.UNNECESSARY);
    }

    Instant time(String field, @Nullable Instant value) {
        if (value != null && !value.isBefore(EARLIEST) && value.isBefore(LATEST)) {
            return value;
        }
        return problem(field, value, "give a time between 2000 and 2099, such as 2026-11-20T10:15:30Z", EARLIEST);
    }

    void throwIfAnyProblem() {
        if (!problems.isEmpty()) {
            throw new InvalidPaymentException(problems);
        }
    }

    private <T> T problem(String field, @Nullable Object value, String advice, T harmless) {
        String what = value == null ? "is missing" : "is not valid";
        problems.add(new InvalidPaymentException.Problem(field, what + ": " + advice));
        return harmless;
    }
}
