package io.millrace.samples.fraud.scoringservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.samples.fraud.scoringservice.Behaviour.Mode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviourTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 50})
    void aboutAsManyCardsAreChosenAsItSays(int percent) {
        assertThat(chosen(percent)).isBetween(70L * percent, 130L * percent);
    }

    @Test
    void allCardsCanBeChosen() {
        assertThat(chosen(100)).isEqualTo(10_000);
    }

    @Test
    void whoIsChosenStaysChosenWhenMoreAre() {
        assertThat(cards(10_000)).allSatisfy(card -> assertThat(!with(10).isChosen(card) || with(20).isChosen(card))
                .isTrue());
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Behaviour(Mode.SLOW, 0, 100))
                .withMessage("'sharePercent' is 0: give 1 to 100");
        assertThatIllegalArgumentException().isThrownBy(() -> new Behaviour(Mode.SLOW, 101, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Behaviour(Mode.SLOW, 10, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Behaviour(Mode.SLOW, 10, 10_001))
                .withMessage("'delayMillis' is 10001: give 1 to 10000");
    }

    private static long chosen(int percent) {
        return cards(10_000).stream().filter(with(percent)::isChosen).count();
    }

    private static Behaviour with(int percent) {
        return new Behaviour(Mode.SLOW, percent, 100);
    }

    private static List<String> cards(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("card-%05d"::formatted).toList();
    }
}
