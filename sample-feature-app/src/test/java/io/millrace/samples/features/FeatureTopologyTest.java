package io.millrace.samples.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.features.kafka.EventReader;
import io.millrace.samples.features.kafka.Topics;
import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.samples.features.state.FeatureProperties;
import io.millrace.samples.features.state.ItemHistories;
import io.millrace.samples.features.state.UserHistories;
import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TopologyTestDriver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events as others write them, and what is told of them, without a broker. */
class FeatureTopologyTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T10:15:30Z");
    private static final FeatureProperties PROPERTIES =
            new FeatureProperties(Duration.ofMinutes(30), 1_000, Duration.ofHours(24), Duration.ofSeconds(30));

    private final TopologyTestDriver driver = TopologyTestDriver.builder(new FeatureTopology()
                    .shopFeatures(
                            new EventReader(Clock.systemUTC()),
                            new UserHistories(PROPERTIES),
                            new ItemHistories(PROPERTIES),
                            PROPERTIES))
            .partitions(4)
            .settings(TopologySettings.defaults()
                    .withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter())))
            .startingAt(BEGIN)
            .build();
    private final TestInputTopic<String, String> events =
            driver.createInputTopic(Topics.EVENTS, new StringSerializer(), new StringSerializer());
    private final TestOutputTopic<String, UserFeatures> features = driver.createOutputTopic(
            Topics.USER_FEATURES,
            new StringDeserializer(),
            JsonSerde.of(UserFeatures.class).deserializer());
    private final TestOutputTopic<String, Popularity> popularities = driver.createOutputTopic(
            Topics.ITEM_POPULARITY,
            new StringDeserializer(),
            JsonSerde.of(Popularity.class).deserializer());

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void eachEventTellsItsUsersFeaturesAndItsItemsPopularity() {
        events.pipeInput("user-1", "{\"item\":\"item-1\",\"kind\":\"VIEW\"}");
        events.pipeInput("user-2", "{\"item\":\"item-1\",\"kind\":\"PURCHASE\",\"cents\":1999}");

        assertThat(features.readKeyValuesToList())
                .extracting(told -> told.key() + " " + told.value().lastMinute().spentCents())
                .containsExactly("user-1 0", "user-2 1999");
        assertThat(popularities.readValuesToList())
                .extracting(told -> told.item() + " " + told.lastHour().views() + " "
                        + told.lastHour().soldCents())
                .containsExactly("item-1 1 0", "item-1 1 1999");
    }

    @Test
    void whatIsNoEventIsADeadLetterAndStopsNothing() {
        events.pipeInput("user-1", "{\"item\": oops");
        events.pipeInput("user-1", null);
        events.pipeInput("user-1", "{\"item\":\"item-1\",\"kind\":\"VIEW\",\"cents\":5}");
        events.pipeInput("no body", "{\"item\":\"item-1\",\"kind\":\"VIEW\"}");
        events.pipeInput(null, "{\"item\":\"item-1\",\"kind\":\"VIEW\"}");
        events.pipeInput("user-1", "{\"item\":\"item-1\",\"kind\":\"CART\"}");

        assertThat(driver.deadLetters().readValuesToList()).hasSize(5);
        assertThat(features.readValuesToList())
                .singleElement()
                .satisfies(told -> assertThat(told.lastHour().carts()).isEqualTo(1));
    }

    @Test
    void quietUsersAreToldOfThoughNobodyDoesAnything() {
        events.pipeInput("user-1", "{\"item\":\"item-1\",\"kind\":\"VIEW\"}");
        features.readValuesToList();

        driver.advanceWallClockTime(Duration.ofMinutes(6));

        assertThat(features.readValuesToList())
                .extracting(told -> Duration.between(BEGIN, told.asOf()))
                .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(5));
    }

    @Test
    void whoStaysAwayForADayIsForgotten() {
        events.pipeInput("user-1", "{\"item\":\"item-1\",\"kind\":\"VIEW\"}");

        driver.advanceWallClockTime(Duration.ofHours(25));

        assertThat(features.readValuesToList()).endsWith((UserFeatures) null);
        assertThat(popularities.readValuesToList()).endsWith((Popularity) null);
        assertThat(driver.store(FeatureTopology.USERS).isEmpty()).isTrue();
        assertThat(driver.store(FeatureTopology.ITEMS).isEmpty()).isTrue();
    }
}
