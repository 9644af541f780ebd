package io.millrace.samples.features;

import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.features.kafka.EventReader;
import io.millrace.samples.features.kafka.Topics;
import io.millrace.samples.features.model.Kind;
import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.model.ShopEvent;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.samples.features.state.Action;
import io.millrace.samples.features.state.FeatureProperties;
import io.millrace.samples.features.state.ItemHistories;
import io.millrace.samples.features.state.ItemHistory;
import io.millrace.samples.features.state.UserHistories;
import io.millrace.samples.features.state.UserHistory;
import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TopologyTestDriver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All that the topology tells, next to a batch over the same events, to the last digit: random events, out of order and late, with crashes,
 * restarts and rebalances in between, and users that stay away until they are forgotten.
 */
class FeaturesAgainstBatchTest {
    private static final int EVENTS = 400;
    private static final int PARTITIONS = 2;
    private static final FeatureProperties PROPERTIES =
            new FeatureProperties(Duration.ofMinutes(5), 10_000, Duration.ofHours(2), Duration.ofSeconds(30));

    private final UserHistories userHistories = new UserHistories(PROPERTIES);
    private final ItemHistories itemHistories = new ItemHistories(PROPERTIES);
    private final TopologyTestDriver driver = TopologyTestDriver.builder(new FeatureTopology()
                    .shopFeatures(new EventReader(Clock.systemUTC()), userHistories, itemHistories, PROPERTIES))
            .partitions(PARTITIONS)
            .settings(TopologySettings.defaults().withTrigger(Trigger.realTime(Duration.ofDays(30))))
            .startingAt(Instant.parse("2026-11-20T10:15:30Z"))
            .build();
    private final TestInputTopic<String, ShopEvent> events = driver.createInputTopic(
            Topics.EVENTS, new StringSerializer(), JsonSerde.of(ShopEvent.class).serializer());
    private final TestOutputTopic<String, UserFeatures> features = driver.createOutputTopic(
            Topics.USER_FEATURES,
            new StringDeserializer(),
            JsonSerde.of(UserFeatures.class).deserializer());
    private final TestOutputTopic<String, Popularity> popularities = driver.createOutputTopic(
            Topics.ITEM_POPULARITY,
            new StringDeserializer(),
            JsonSerde.of(Popularity.class).deserializer());

    private final Batches<UserFeatures> users = new Batches<>(
            user -> new BatchOfUser(user, PROPERTIES.sessionGap()), UserFeatures::version, told -> told.asOf()
                    .toEpochMilli());
    private final Batches<Popularity> items = new Batches<>(
            BatchOfItem::new, Popularity::version, told -> told.asOf().toEpochMilli());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsToldIsWhatABatchMakesOfTheSameEvents(long seed) {
        Random random = new Random(seed);
        try (driver) {
            for (int number = 0; number < EVENTS; number++) {
                letTimePass(random);
                pipe(random);
                disturb(random);
            }
            compareState();
        }
    }

    private void letTimePass(Random random) {
        boolean isLong = random.nextInt(30) == 0;
        driver.advanceWallClockTime(
                isLong ? Duration.ofMinutes(random.nextInt(240)) : Duration.ofMillis(random.nextInt(20_000)));
        compareTold();
    }

    private void pipe(Random random) {
        String user = "user-" + random.nextInt(6);
        Kind kind = Kind.values()[random.nextInt(3)];
        ShopEvent event = new ShopEvent(
                "item-" + random.nextInt(7), kind, kind == Kind.PURCHASE ? random.nextInt(99_999_999) : 0);
        Instant time = driver.now().minusMillis(delay(random));
        Action action = Action.of(event, time.toEpochMilli());
        users.add(user, action);
        items.add(event.item(), action);
        events.pipeInput(user, event, time);
        compareTold();
    }

    private static long delay(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(90 * 60_000);
            case 1, 2 -> random.nextInt(60_000);
            case 3 -> 0;
            default -> random.nextInt(2_000);
        };
    }

    private void disturb(Random random) {
        switch (random.nextInt(25)) {
            case 0 -> {
                driver.advanceEpoch();
                checkpoint();
            }
            case 1, 2 -> {
                driver.crash();
                users.crash();
                items.crash();
                driver.restart();
                compareTold();
            }
            case 3 -> {
                driver.restart();
                checkpoint();
            }
            case 4 -> {
                int partition = random.nextInt(PARTITIONS);
                driver.revoke(Topics.EVENTS, partition);
                driver.giveBack(Topics.EVENTS, partition);
                checkpoint();
            }
            default -> {}
        }
    }

    private void checkpoint() {
        compareTold();
        users.checkpoint();
        items.checkpoint();
    }

    private void compareTold() {
        users.compare(features.readKeyValuesToList());
        items.compare(popularities.readKeyValuesToList());
    }

    private void compareState() {
        long now = driver.now().toEpochMilli();
        Map<String, UserFeatures> ofUsers = new HashMap<>();
        driver.<String, UserHistory>store(FeatureTopology.USERS)
                .entries()
                .forEach((user, history) -> ofUsers.put(user, userHistories.features(user, history, now)));
        Map<String, Popularity> ofItems = new HashMap<>();
        driver.<String, ItemHistory>store(FeatureTopology.ITEMS)
                .entries()
                .forEach((item, history) -> ofItems.put(item, itemHistories.popularity(item, history, now)));
        users.compareAll(ofUsers, now);
        items.compareAll(ofItems, now);
    }
}
