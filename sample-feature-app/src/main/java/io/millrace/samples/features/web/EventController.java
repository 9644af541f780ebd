package io.millrace.samples.features.web;

import io.millrace.samples.features.kafka.EventWriter;
import io.millrace.samples.features.model.Kind;
import io.millrace.samples.features.model.Names;
import io.millrace.samples.features.model.ShopEvent;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes an event of a user by hand: it happens now. */
@RestController
final class EventController {
    private final EventWriter writer;
    private final Clock clock;

    EventController(EventWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @PostMapping(path = "/events", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    CompletableFuture<Void> send(@RequestBody NewEvent made) {
        ShopEvent event = ShopEvent.of(made.item(), made.kind(), made.cents());
        return writer.write(Names.check("user", made.user()), event, clock.instant())
                .exceptionally(failure -> {
                    throw new CompletionException(new NotWrittenException(failure));
                });
    }

    /** An event and whose it is. */
    record NewEvent(
            @Nullable String user,
            @Nullable String item,
            @Nullable Kind kind,
            @Nullable Long cents) {}
}
