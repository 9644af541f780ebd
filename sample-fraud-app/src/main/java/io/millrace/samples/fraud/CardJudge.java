package io.millrace.samples.fraud;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.samples.fraud.model.ScoredPayment;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.Habits;
import io.millrace.samples.fraud.rules.FraudRules;
import io.millrace.samples.fraud.rules.Judgement;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges each payment, next to what is known of its card, and remembers what it tells of the card.
 *
 * <p>State belongs to the record's key. A payment under another key than its card is judged as that of a card that nobody
 * knows, and not remembered: the card's other payments may be somewhere else.
 *
 * <p>Confined to its worker.
 */
final class CardJudge implements FixedKeyProcessor<String, ScoredPayment, Judgement> {
    private final FraudRules rules;
    private final Habits habits;
    private final StoreDefinition<ValueState<CardProfile>> store;
    private @Nullable FixedKeyProcessorContext<String, Judgement> context;
    private @Nullable ValueState<CardProfile> profiles;

    CardJudge(FraudRules rules, Habits habits, StoreDefinition<ValueState<CardProfile>> store) {
        this.rules = rules;
        this.habits = habits;
        this.store = store;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, Judgement> newContext) {
        context = newContext;
        profiles = newContext.getStateStore(store);
    }

    @Override
    public void process(FixedKeyRecord<String, ScoredPayment> record) {
        ScoredPayment payment = record.value();
        Judgement judgement = payment.payment().card().equals(record.key())
                ? judgeAndRemember(payment)
                : rules.judge(payment, CardProfile.UNKNOWN);
        Objects.requireNonNull(context, "initialised").forward(record.withValue(judgement));
    }

    private Judgement judgeAndRemember(ScoredPayment payment) {
        ValueState<CardProfile> ofThisCard = Objects.requireNonNull(profiles, "initialised");
        CardProfile before = Objects.requireNonNullElse(ofThisCard.get(), CardProfile.UNKNOWN);
        Judgement judgement = rules.judge(payment, before);
        ofThisCard.set(habits.learn(before, payment.payment(), judgement.isSuspicious()));
        return judgement;
    }
}
