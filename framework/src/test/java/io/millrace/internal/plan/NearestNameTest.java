package io.millrace.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({"scroe, score", "Score, score", "scores, score", "scor, score", "enricher, enrich"})
    void aSlipOfThePenIsRecognised(String misspelt, String meant) {
        assertThat(NearestName.suggest(misspelt, List.of("in", "enrich", "score")))
                .isEqualTo("Did you mean '%s'? Known: 'enrich', 'in', 'score'.".formatted(meant));
    }

    @Test
    void nothingIsSuggestedThatIsFarAway() {
        assertThat(NearestName.suggest("aggregate", List.of("in", "score"))).isEqualTo("Known: 'in', 'score'.");
    }

    @Test
    void theNearestOfSeveralIsSuggested() {
        assertThat(NearestName.suggest("score-2", List.of("score-10", "score-1", "scorer")))
                .startsWith("Did you mean 'score-1'?");
    }

    @Test
    void anEmptyNameIsNoSlip() {
        assertThat(NearestName.suggest("", List.of("score"))).isEqualTo("Known: 'score'.");
    }

    @Test
    void whereThereAreNoNamesThatIsSaid() {
        assertThat(NearestName.suggest("score", List.of())).isEqualTo("There are none.");
    }
}
