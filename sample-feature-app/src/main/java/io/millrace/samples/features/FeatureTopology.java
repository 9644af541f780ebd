package io.millrace.samples.features;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.features.kafka.EventReader;
import io.millrace.samples.features.kafka.Topics;
import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.model.ShopEvent;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.samples.features.state.FeatureProperties;
import io.millrace.samples.features.state.ItemHistories;
import io.millrace.samples.features.state.ItemHistory;
import io.millrace.samples.features.state.StateSerdes;
import io.millrace.samples.features.state.UserHistories;
import io.millrace.samples.features.state.UserHistory;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;

/** The way from events to features: by user at once, by item through a shuffle; what is remembered of both, and the topics at the ends. */
@Configuration(proxyBeanMethods = false)
public class FeatureTopology {
    public static final String NAME = "features";
    public static final String USERS = "user-history";
    public static final String ITEMS = "item-history";

    /** Quiet users are told of though nobody does anything any more. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    @Bean
    Topology shopFeatures(EventReader reader, UserHistories users, ItemHistories items, FeatureProperties properties) {
        TopologyBuilder builder = TopologyBuilder.named(NAME);
        StoreDefinition<ValueState<UserHistory>> userHistory = Stores.value(USERS, StateSerdes.userHistory());
        StoreDefinition<TimerState<String>> userTimer = Stores.timersOf(userHistory, users::nextChange);
        StoreDefinition<ValueState<ItemHistory>> itemHistory = Stores.value(ITEMS, StateSerdes.itemHistory());
        StoreDefinition<TimerState<String>> itemTimer = Stores.timersOf(itemHistory, items::nextChange);

        KStream<String, ShopEvent> events = builder.stream(
                        Topics.EVENTS,
                        Consumed.with(Serdes.String(), JsonSerde.of(ShopEvent.class))
                                .allowedDisorder(properties.allowedDisorder())
                                .advancingWhenIdle(IDLE))
                .mapValues(reader::read, Named.as("read-event"));

        events.processValues(
                        () -> new UserTracker(users, userHistory, userTimer), Named.as("user"), userHistory, userTimer)
                .to(Topics.USER_FEATURES, Produced.with(Serdes.String(), JsonSerde.of(UserFeatures.class)));

        events.selectKey((user, event) -> event.item(), Named.as("item-of-event"))
                .repartition(Repartitioned.with(Serdes.String(), JsonSerde.of(ShopEvent.class))
                        .withName("by-item"))
                .processValues(
                        () -> new ItemTracker(items, itemHistory, itemTimer), Named.as("item"), itemHistory, itemTimer)
                .to(Topics.ITEM_POPULARITY, Produced.with(Serdes.String(), JsonSerde.of(Popularity.class)));

        return builder.build();
    }

    @Bean
    UserHistories userHistories(FeatureProperties properties) {
        return new UserHistories(properties);
    }

    @Bean
    ItemHistories itemHistories(FeatureProperties properties) {
        return new ItemHistories(properties);
    }

    @Bean
    NewTopic events() {
        return TopicBuilder.name(Topics.EVENTS).partitions(4).build();
    }

    @Bean
    NewTopic userFeatures() {
        return TopicBuilder.name(Topics.USER_FEATURES).partitions(4).compact().build();
    }

    @Bean
    NewTopic itemPopularity() {
        return TopicBuilder.name(Topics.ITEM_POPULARITY).partitions(4).compact().build();
    }
}
