package io.millrace.topology;

import java.io.PrintStream;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How {@link KStream#print} shows a record: where, under which label, in which form, and how many of them. Immutable.
 *
 * <p>A worker prints 1,000 lines a second at most, and says how many it has left out.
 */
public final class Printed<K extends @Nullable Object, V extends @Nullable Object> {

    private static final int LINES_PER_SECOND = 1_000;

    final PrintStream target;
    final String label;
    final BiFunction<? super K, ? super V, String> form;
    final int linesPerSecond;

    private Printed(
            PrintStream target, String label, BiFunction<? super K, ? super V, String> form, int linesPerSecond) {
        this.target = target;
        this.label = label;
        this.form = form;
        this.linesPerSecond = linesPerSecond;
    }

    /** Prints lines of the form {@code key, value} to standard output. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Printed<K, V> toSysOut() {
        return to(System.out);
    }

    /** Prints lines of the form {@code key, value} to {@code target}, which is not closed. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Printed<K, V> to(PrintStream target) {
        return new Printed<>(target, "", (key, value) -> key + ", " + value, LINES_PER_SECOND);
    }

    /** Puts {@code [newLabel]: } before each line. */
    public Printed<K, V> withLabel(String newLabel) {
        return new Printed<>(target, newLabel, form, linesPerSecond);
    }

    public Printed<K, V> withKeyValueMapper(BiFunction<? super K, ? super V, String> newForm) {
        return new Printed<>(target, label, newForm, linesPerSecond);
    }

    /** Has a worker print {@code newLinesPerSecond} lines a second at most, 1 or more, and count the others. */
    public Printed<K, V> limit(int newLinesPerSecond) {
        if (newLinesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "%d lines are to be printed in a second: give 1 or more".formatted(newLinesPerSecond));
        }
        return new Printed<>(target, label, form, newLinesPerSecond);
    }

    void print(K key, V value) {
        print(form.apply(key, value));
    }

    /** Says that {@code lines} were left out. */
    void printLeftOut(long lines) {
        print("... and %d more".formatted(lines));
    }

    private void print(String line) {
        target.println((label.isEmpty() ? "" : "[" + label + "]: ") + line);
    }
}
