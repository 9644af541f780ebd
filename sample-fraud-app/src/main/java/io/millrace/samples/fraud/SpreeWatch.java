package io.millrace.samples.fraud;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.samples.fraud.profile.CardActivity;
import io.millrace.samples.fraud.rules.Judgement;
import io.millrace.samples.fraud.rules.SpendingSpree;
import io.millrace.window.Windowed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks of each payment whether it makes a spree. A payment changes several sliding windows; the one that ends with it has all that
 * went before, and only that one counts.
 *
 * <p>Confined to its worker.
 */
final class SpreeWatch implements Processor<Windowed<String>, @Nullable CardActivity, String, Judgement> {
    private final SpendingSpree spree;
    private @Nullable ProcessorContext<String, Judgement> context;

    SpreeWatch(SpendingSpree spree) {
        this.spree = spree;
    }

    @Override
    public void init(ProcessorContext<String, Judgement> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<Windowed<String>, @Nullable CardActivity> record) {
        CardActivity activity = record.value();
        if (activity == null || record.key().window().end() != record.timestamp()) {
            return;
        }
        spree.check(activity).ifPresent(judgement -> Objects.requireNonNull(context, "initialised")
                .forward(record.<String>withKey(record.key().key()).withValue(judgement)));
    }
}
