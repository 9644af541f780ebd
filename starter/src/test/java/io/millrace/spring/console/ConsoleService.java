package io.millrace.spring.console;

import java.util.Objects;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** A service with the console, of topologies that are made up, on a web server of its own. Confined to the test. */
final class ConsoleService implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private ConsoleService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static ConsoleService start(MadeUpTopologies topologies, int port) {
        return new ConsoleService(new SpringApplicationBuilder(Web.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("topologies", topologies))
                .run(
                        "--server.port=" + port,
                        "--server.address=127.0.0.1",
                        "--server.servlet.context-path=/shop",
                        "--spring.main.banner-mode=off"));
    }

    int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /** Returns the page's address, behind a context path as behind a proxy's prefix. */
    String page() {
        return "http://127.0.0.1:%d/shop/ops/console/".formatted(port());
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Web {

        @Bean
        SnapshotFeed feed(MadeUpTopologies topologies) {
            return new SnapshotFeed(topologies, 4);
        }

        @Bean
        RouterFunction<ServerResponse> console(SnapshotFeed feed) {
            return new ConsoleRoutes(new ConsoleProperties(true, "/ops/console", 4), new ConsoleFiles(), feed).routes();
        }
    }
}
