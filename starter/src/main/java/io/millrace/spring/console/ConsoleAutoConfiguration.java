package io.millrace.spring.console;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TimeSource;
import io.millrace.spring.MillraceAutoConfiguration;
import io.millrace.spring.view.TopologyViews;
import java.time.Instant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** Has a service with Spring MVC show its topologies on a page, where it is asked to. */
@AutoConfiguration(after = MillraceAutoConfiguration.class)
@ConditionalOnBooleanProperty("millrace.console.enabled")
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({RouterFunction.class, JsonMapper.class})
@ConditionalOnBean({MillraceEngine.class, TopologyViews.class})
@EnableConfigurationProperties(ConsoleProperties.class)
public final class ConsoleAutoConfiguration {

    ConsoleAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SnapshotFeed millraceConsoleFeed(
            MillraceEngine engine,
            TopologyViews views,
            ConsoleProperties properties,
            Environment environment,
            ObjectProvider<TimeSource> timeSource) {
        TimeSource time = timeSource.getIfUnique(TimeSource::system);
        Snapshots snapshots = new Snapshots(
                engine::topologies,
                views,
                environment.getProperty("spring.application.name", ""),
                () -> Instant.ofEpochMilli(time.currentTimeMillis()));
        return new SnapshotFeed(snapshots, properties.maxConnections());
    }

    @Bean
    @ConditionalOnMissingBean(name = "millraceConsoleRoutes")
    RouterFunction<ServerResponse> millraceConsoleRoutes(ConsoleProperties properties, SnapshotFeed feed) {
        return new ConsoleRoutes(properties, new ConsoleFiles(), feed).routes();
    }
}
