package io.millrace.samples.fraud;

import io.millrace.processor.KeyValue;
import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.profile.CardActivity;
import io.millrace.samples.fraud.profile.ShoppingSession;
import io.millrace.samples.fraud.rules.Judgement;
import io.millrace.samples.fraud.rules.LongSession;
import io.millrace.samples.fraud.rules.SpendingSpree;
import io.millrace.state.Materialized;
import io.millrace.topology.KGroupedStream;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.Windowed;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What shows only in several payments of a card: how much it spends within a time, and its shopping sessions. Both go by the time at
 * which Kafka got the payments, which nobody who pays can choose.
 *
 * <p>Immutable.
 */
@Component
final class CardWindows {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final SpendingSpree spree;
    private final LongSession longSession;

    CardWindows(SpendingSpree spree, LongSession longSession) {
        this.spree = spree;
        this.longSession = longSession;
    }

    /** Returns the payments that are too much, next to those before them: told with the payment itself. */
    KStream<String, Judgement> sprees(KGroupedStream<String, Judgement> ofCards) {
        return ofCards.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(spree.span(), GRACE))
                .aggregate(
                        () -> CardActivity.NONE,
                        (card, judgement, activity) -> activity.with(judgement.payment(), judgement.isSuspicious()),
                        Materialized.<String, CardActivity>as("card-activity")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(JsonSerde.of(CardActivity.class)))
                .toStream()
                .process(() -> new SpreeWatch(spree), Named.as("spree"));
    }

    /** Returns the payments that turn out to have begun a session which was no honest one: told when it is over. */
    KStream<String, Judgement> sessions(KGroupedStream<String, Judgement> ofCards) {
        return ofCards.windowedBy(SessionWindows.ofInactivityGapAndGrace(longSession.pause(), GRACE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .aggregate(
                        () -> ShoppingSession.NONE,
                        (card, judgement, session) -> session.with(judgement.payment(), judgement.isSuspicious()),
                        (card, before, later) -> before.and(later),
                        Materialized.<String, ShoppingSession>as("card-sessions")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(JsonSerde.of(ShoppingSession.class)))
                .toStream()
                .flatMap(this::accused, Named.as("session"));
    }

    private List<KeyValue<String, Judgement>> accused(Windowed<String> card, @Nullable ShoppingSession session) {
        if (session == null) {
            return List.of();
        }
        Duration length = Duration.ofMillis(card.window().end() - card.window().start());
        return longSession.check(session, length).stream()
                .map(judgement -> KeyValue.pair(card.key(), judgement))
                .toList();
    }
}
