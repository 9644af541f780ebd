package io.millrace.samples.features.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What users and items may be called. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Names() {}

    /**
     * Returns {@code name}.
     *
     * @throws IllegalArgumentException if it is not 1 to 64 letters, digits, dots, dashes and underscores
     */
    public static String check(String of, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not valid: give 1 to 64 letters, digits, dots, dashes and underscores".formatted(of));
        }
        return name;
    }
}
