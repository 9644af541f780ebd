package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManyDriversTest {

    /** Takes a fraction of a second: whoever makes a driver slow makes this slow. */
    @Test
    void hundredsOfDriversComeAndGo() {
        for (int number = 0; number < 300; number++) {
            try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
                Words.input(driver).pipeInput("a", "x");
                driver.advanceEpoch();
                Words.input(driver).pipeInput("a", "x");

                assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 2L);
            }
        }
    }
}
