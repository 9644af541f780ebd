package io.millrace.spring.endpoint;

import io.millrace.MillraceEngine;
import io.millrace.spring.MillraceAutoConfiguration;
import io.millrace.spring.view.TopologyViews;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Makes the actuator's endpoint 'millrace', where it is exposed. */
@AutoConfiguration(after = MillraceAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(MillraceEndpoint.class)
@EnableConfigurationProperties(EndpointProperties.class)
public final class MillraceEndpointAutoConfiguration {

    MillraceEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnBean({MillraceEngine.class, TopologyViews.class})
    @ConditionalOnMissingBean
    MillraceEndpoint millraceEndpoint(MillraceEngine engine, TopologyViews views, EndpointProperties properties) {
        return new MillraceEndpoint(
                engine::topologies, views, new Actions(properties.actions().enabled()));
    }
}
