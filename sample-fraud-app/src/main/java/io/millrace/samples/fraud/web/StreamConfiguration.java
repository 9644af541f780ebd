package io.millrace.samples.fraud.web;

import io.millrace.samples.common.web.StreamClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The browsers that are sent alerts; as a bean of its own, it stops before the web server does. */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    @Bean
    StreamClients alertClients() {
        return new StreamClients("alert");
    }
}
