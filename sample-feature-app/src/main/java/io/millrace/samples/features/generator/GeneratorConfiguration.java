package io.millrace.samples.features.generator;

import io.millrace.samples.common.generator.Feed;
import io.millrace.samples.features.kafka.EventWriter;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Writes what the crowd does to the topic. */
@Configuration(proxyBeanMethods = false)
class GeneratorConfiguration {

    @Bean
    Feed generatorFeed(GeneratorProperties properties, EventWriter writer, Clock clock) {
        Crowd crowd = new Crowd(properties);
        return new Feed("events", properties.rate(), properties.maxRate(), rate -> {
            MadeUpEvent made = crowd.next(clock.instant(), rate);
            return writer.write(made.user(), made.event(), made.time());
        });
    }
}
