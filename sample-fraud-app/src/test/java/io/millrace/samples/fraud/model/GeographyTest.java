package io.millrace.samples.fraud.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeographyTest {

    @ParameterizedTest
    @CsvSource({"DE, FR, 700", "DE, JP, 9200", "GB, AU, 16700", "US, JP, 10200"})
    void knowsHowFarCountriesAreApart(String from, String to, double kilometers) {
        assertThat(Geography.kilometersBetween(from, to).orElseThrow()).isCloseTo(kilometers, within(500.0));
        assertThat(Geography.kilometersBetween(to, from)).isEqualTo(Geography.kilometersBetween(from, to));
    }

    @Test
    void aCountryIsWhereItIs() {
        assertThat(Geography.kilometersBetween("VA", "VA")).hasValue(0);
    }

    @Test
    void doesNotKnowAllCountries() {
        assertThat(Geography.kilometersBetween("DE", "VA")).isEmpty();
    }
}
