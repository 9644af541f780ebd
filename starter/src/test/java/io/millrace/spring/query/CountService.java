package io.millrace.spring.query;

import io.millrace.query.Answer;
import io.millrace.state.Materialized;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Counts records by key, and answers with the count of a key, whichever instance has it; in a process of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CountService {

    public static void main(String[] arguments) {
        SpringApplication.run(CountService.class, arguments);
    }

    @Bean
    Topology counts(@Value("${test.input}") String input) {
        TopologyBuilder builder = TopologyBuilder.named("counts").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(input).groupByKey().count(Materialized.as("counts"));
        return builder.build();
    }

    @Bean
    SecurityFilterChain openToAll(HttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> counter(StateClient state) {
        return RouterFunctions.route()
                .GET("/count/{key}", request -> {
                    CompletionStage<Answer<Optional<Long>>> answer =
                            state.<String, Long>store("counts", "counts").get(request.pathVariable("key"));
                    return response(answer.toCompletableFuture().get(5, TimeUnit.SECONDS));
                })
                .build();
    }

    private static ServerResponse response(Answer<Optional<Long>> answer) {
        if (answer instanceof Answer.Known<Optional<Long>> known) {
            return known.value()
                    .map(count -> ServerResponse.ok().body(count.toString()))
                    .orElseGet(() -> ServerResponse.notFound().build());
        }
        return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(((Answer.Unknown<Optional<Long>>) answer).why().message());
    }
}
