package io.millrace.spring.console;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.ServerResponse.SseBuilder;

/**
 * What is at the console's addresses. All of them are relative to the page, so that they hold behind a context path, or a proxy that adds
 * a prefix.
 *
 * <p>Thread-safe.
 */
final class ConsoleRoutes {

    /** Snapshots never end; the connection does, when either side goes. */
    private static final Duration NEVER = Duration.ZERO;

    private final ConsoleProperties properties;
    private final ConsoleFiles files;
    private final SnapshotFeed feed;

    ConsoleRoutes(ConsoleProperties properties, ConsoleFiles files, SnapshotFeed feed) {
        this.properties = properties;
        this.files = files;
        this.feed = feed;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET(properties.path(), request -> toThePage())
                .nest(RequestPredicates.path(properties.path()), below -> below.GET(
                                "/", request -> file(ConsoleFiles.PAGE))
                        .GET("/stream", request -> stream())
                        .GET("/{*file}", this::file))
                .filter((request, next) -> new SecuredResponse(next.handle(request)))
                .build();
    }

    /** Without the slash at the end, addresses that are relative to the page would miss the console. */
    private ServerResponse toThePage() {
        return ServerResponse.status(HttpStatus.PERMANENT_REDIRECT)
                .header(HttpHeaders.LOCATION, properties.lastPart() + "/")
                .build();
    }

    private ServerResponse file(ServerRequest request) {
        return file(request.pathVariable("file").substring(1));
    }

    private ServerResponse file(String name) {
        return files.named(name).map(ConsoleRoutes::file).orElseGet(() -> ServerResponse.notFound()
                .build());
    }

    private static ServerResponse file(ConsoleFile file) {
        return ServerResponse.ok()
                .contentType(file.type())
                .cacheControl(CacheControl.noCache())
                .eTag(file.tag())
                .body(file.content());
    }

    private ServerResponse stream() {
        if (!feed.hasRoom()) {
            return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, "5")
                    .contentType(MediaType.TEXT_PLAIN)
                    .body("%d browsers watch already ('millrace.console.max-connections'). Close one."
                            .formatted(properties.maxConnections()));
        }
        return ServerResponse.sse(this::follow, NEVER);
    }

    private void follow(SseBuilder connection) {
        Browser browser = new Browser(connection, feed::unsubscribe);
        if (feed.subscribe(browser)) {
            browser.follow();
        } else {
            connection.complete();
        }
    }
}
