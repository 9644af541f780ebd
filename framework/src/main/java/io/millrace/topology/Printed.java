package io.millrace.topology;

import java.io.PrintStream;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How {@link KStream#print} shows a record: where, under which label, in which form. Immutable. */
public final class Printed<K extends @Nullable Object, V extends @Nullable Object> {

    final PrintStream target;
    final String label;
    final BiFunction<? super K, ? super V, String> form;

    private Printed(PrintStream target, String label, BiFunction<? super K, ? super V, String> form) {
        this.target = target;
        this.label = label;
        this.form = form;
    }

    /** Prints lines of the form {@code key, value} to standard output. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Printed<K, V> toSysOut() {
        return to(System.out);
    }

    /** Prints lines of the form {@code key, value} to {@code target}, which is not closed. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Printed<K, V> to(PrintStream target) {
        return new Printed<>(target, "", (key, value) -> key + ", " + value);
    }

    /** Puts {@code [newLabel]: } before each line. */
    public Printed<K, V> withLabel(String newLabel) {
        return new Printed<>(target, newLabel, form);
    }

    public Printed<K, V> withKeyValueMapper(BiFunction<? super K, ? super V, String> newForm) {
        return new Printed<>(target, label, newForm);
    }

    void print(K key, V value) {
        target.println((label.isEmpty() ? "" : "[" + label + "]: ") + form.apply(key, value));
    }
}
