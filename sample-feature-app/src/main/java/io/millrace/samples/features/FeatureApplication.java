package io.millrace.samples.features;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the service. */
@SpringBootApplication(
        proxyBeanMethods = false,
        scanBasePackages = {"io.millrace.samples.features", "io.millrace.samples.common"})
@ConfigurationPropertiesScan
@EnableScheduling
public class FeatureApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(FeatureApplication.class, arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
