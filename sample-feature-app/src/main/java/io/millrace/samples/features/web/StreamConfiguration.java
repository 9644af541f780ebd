package io.millrace.samples.features.web;

import io.millrace.samples.common.web.StreamClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The browsers that are sent features; as a bean of its own, it stops before the web server does. */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    @Bean
    StreamClients featureClients() {
        return new StreamClients("feature");
    }
}
