package io.millrace.samples.features.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.features.model.Kind;
import io.millrace.samples.features.model.SessionFeatures;
import io.millrace.samples.features.model.UserFeatures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UserHistoriesTest {
    private static final long BEGIN = 1_800_000_000_000L;
    private static final int MOST = 10;

    private final UserHistories histories =
            new UserHistories(new FeatureProperties(Duration.ofMinutes(5), MOST, Duration.ofHours(24), Duration.ZERO));

    @Test
    void anEventBelongsToTheWindowThatEndsWithItAndNotToTheOneThatBeginsWithIt() {
        UserHistory history = histories.with(UserHistory.NONE, view(0));

        assertThat(at(history, 0).lastMinute().views()).isEqualTo(1);
        assertThat(at(history, 59_999).lastMinute().views()).isEqualTo(1);
        assertThat(at(history, 60_000).lastMinute().views()).isZero();
        assertThat(at(history, 60_000).lastFiveMinutes().views()).isEqualTo(1);
    }

    @Test
    void theOrderInWhichEventsComeMakesNoDifference() {
        UserHistory inOrder = histories.with(histories.with(UserHistory.NONE, view(0)), view(90_000));
        UserHistory turned = histories.with(histories.with(UserHistory.NONE, view(90_000)), view(0));

        assertThat(at(turned, 90_000)).isEqualTo(at(inOrder, 90_000));
    }

    @Test
    void whatComesMoreThanAnHourLateDoesNotCount() {
        UserHistory history = histories.with(UserHistory.NONE, view(3_600_000));

        assertThat(histories.with(history, view(0))).isSameAs(history);
        assertThat(histories.with(history, view(1)).version()).isEqualTo(2);
    }

    @Test
    void whoDoesMoreThanIsKeptHasIncompleteFeatures() {
        UserHistory history = UserHistory.NONE;
        for (int second = 0; second <= 2 * MOST; second++) {
            history = histories.with(history, view(second * 10_000L));
        }

        UserFeatures features = at(history, 0);
        assertThat(history.actions()).hasSize(MOST);
        assertThat(features.lastMinute().views()).isEqualTo(6);
        assertThat(features.lastMinute().complete()).isTrue();
        assertThat(features.lastFiveMinutes().views()).isEqualTo(MOST);
        assertThat(features.lastFiveMinutes().complete()).isFalse();
        assertThat(features.version()).isEqualTo(2 * MOST + 1);
        assertThat(features.session()).isEqualTo(new SessionFeatures(2 * MOST * 10_000, 2 * MOST + 1));
    }

    @Test
    void aSessionIsOverAfterItsGap() {
        UserHistory history = histories.with(histories.with(UserHistory.NONE, view(0)), view(300_000));

        assertThat(at(history, 600_000).session()).isEqualTo(new SessionFeatures(300_000, 2));
        assertThat(at(history, 600_001).session()).isEqualTo(SessionFeatures.NONE);
    }

    @Test
    void aSessionMayBeLongerThanAnyWindow() {
        UserHistory history = UserHistory.NONE;
        for (int minute = 0; minute <= 120; minute += 4) {
            history = histories.with(history, view(minute * 60_000L));
        }

        assertThat(at(history, 0).session()).isEqualTo(new SessionFeatures(7_200_000, 31));
    }

    @Test
    void aQuietUserChangesWhenTheLastEventLeavesAWindowAndIsForgottenInTheEnd() {
        UserHistory history = histories.with(UserHistory.NONE, view(0));

        for (long leaves : new long[] {60_000, 300_000, 3_600_000, 86_400_000}) {
            assertThat(histories.isForgotten(history)).isFalse();
            assertThat(histories.nextChange(history)).isEqualTo(BEGIN + leaves);
            history = histories.aged(history, histories.nextChange(history));
        }
        assertThat(histories.isForgotten(history)).isTrue();
        assertThat(history.actions()).isEmpty();
        assertThat(history.lastSeen()).isEqualTo(BEGIN);
    }

    @Test
    void sumsAreExact() {
        Action dear = new Action(BEGIN, Kind.PURCHASE, "yacht", 100_000_000);
        Action cheap = new Action(BEGIN, Kind.PURCHASE, "pen", 1);

        UserHistory history = histories.with(histories.with(UserHistory.NONE, dear), cheap);

        assertThat(at(history, 0).lastHour().spentCents()).isEqualTo(100_000_001);
        assertThat(at(history, 0).lastHour().averageCents()).isEqualTo(50_000_000.5);
    }

    @Test
    void theStoredFormIsReadAgain() {
        UserHistory history = histories.with(histories.with(UserHistory.NONE, view(0)), view(1));

        byte[] bytes = StateSerdes.userHistory().serializer().serialize("store", history);

        assertThat(StateSerdes.userHistory().deserializer().deserialize("store", bytes))
                .isEqualTo(history);
        assertThat(bytes).as("some 30 bytes for an action").hasSizeLessThan(130);
    }

    private UserFeatures at(UserHistory history, long millis) {
        return histories.features("user-1", history, BEGIN + millis);
    }

    private static Action view(long millis) {
        return new Action(BEGIN + millis, Kind.VIEW, "item-1", 0);
    }
}
