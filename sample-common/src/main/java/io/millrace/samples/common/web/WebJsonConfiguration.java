package io.millrace.samples.common.web;

import io.millrace.samples.common.json.Json;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives what is read from HTTP the same bounds as what is read from Kafka. */
@Configuration(proxyBeanMethods = false)
public class WebJsonConfiguration {

    @Bean
    JsonFactoryBuilderCustomizer boundsOnBodies() {
        return factory -> factory.streamReadConstraints(Json.constraints());
    }
}
