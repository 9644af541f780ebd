package io.millrace.spring.endpoint;

import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** A service whose users may look at its topologies, and whose operators may steer them, as docs/operations.md shows. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SecuredService {

    @Bean
    Topology cards() {
        TopologyBuilder builder = TopologyBuilder.named("cards");
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()).withName("read"))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Bean
    @ConditionalOnBooleanProperty("test.create-topics")
    KafkaAdmin.NewTopics topics() {
        return new KafkaAdmin.NewTopics(
                TopicBuilder.name("in").partitions(2).build(),
                TopicBuilder.name("out").partitions(2).build());
    }

    @Bean
    SecurityFilterChain actuator(HttpSecurity http) throws Exception {
        return http.securityMatcher("/actuator/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET)
                        .hasAnyRole("USER", "OPERATOR")
                        .anyRequest()
                        .hasRole("OPERATOR"))
                .httpBasic(Customizer.withDefaults())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    @Bean
    InMemoryUserDetailsManager users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("user").password("{noop}user").roles("USER").build(),
                User.withUsername("operator")
                        .password("{noop}operator")
                        .roles("OPERATOR")
                        .build());
    }

    /** Calls the endpoint of the service at {@code port}. */
    record Client(int port, String user) {

        HttpResponse<String> get(String path) {
            return send(request(path).GET());
        }

        HttpResponse<String> post(String path, String json) {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json)));
        }

        private HttpRequest.Builder request(String path) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://localhost:%d/actuator/millrace%s".formatted(port, path)));
            if (!user.isEmpty()) {
                String credentials = user + ":" + user;
                request.header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
            }
            return request;
        }

        private static HttpResponse<String> send(HttpRequest.Builder request) {
            return HttpClient.newHttpClient()
                    .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .join();
        }
    }
}
