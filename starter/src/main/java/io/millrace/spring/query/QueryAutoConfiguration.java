package io.millrace.spring.query;

import io.millrace.MillraceEngine;
import io.millrace.query.OtherInstances;
import java.net.http.HttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Has a service ask for the state of its topologies in all of its instances, and answer what they ask, where it is asked to. */
@AutoConfiguration(afterName = "io.millrace.spring.MillraceAutoConfiguration")
@ConditionalOnBooleanProperty("millrace.queries.enabled")
@ConditionalOnBean(MillraceEngine.class)
public final class QueryAutoConfiguration {

    QueryAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    OtherInstances millraceOtherInstances(
            QueryHttpProperties properties,
            Environment environment,
            ObjectProvider<StateRequestCustomizer> customizers) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(properties.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return new HttpInstances(
                client,
                application(environment),
                properties.path(),
                properties.timeout(),
                customizers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    StateClient millraceStateClient(MillraceEngine engine, OtherInstances others) {
        return new StateClient(engine, others);
    }

    private static String application(Environment environment) {
        return environment.getProperty(
                "millrace.application-id", environment.getProperty("spring.application.name", ""));
    }

    /** The end for other instances. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("millrace.queries.http.enabled")
    @ConditionalOnWebApplication(type = Type.SERVLET)
    @ConditionalOnClass(RouterFunction.class)
    static final class End {

        End() {}

        @Bean
        @ConditionalOnMissingBean(name = "millraceStateRoutes")
        RouterFunction<ServerResponse> millraceStateRoutes(
                MillraceEngine engine, QueryHttpProperties properties, Environment environment) {
            return new StateEnd(engine, application(environment), properties).routes();
        }
    }
}
