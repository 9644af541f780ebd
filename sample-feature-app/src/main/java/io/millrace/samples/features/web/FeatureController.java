package io.millrace.samples.features.web;

import io.millrace.samples.features.model.Names;
import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.samples.features.serving.Features;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Answers what a model asks for, from the state; no thread waits for it. */
@RestController
final class FeatureController {
    private final Features features;
    private final FeatureStream stream;

    FeatureController(Features features, FeatureStream stream) {
        this.features = features;
        this.stream = stream;
    }

    @GetMapping("/features/{user}")
    CompletionStage<UserFeatures> features(@PathVariable String user) {
        return features.ofUser(Names.check("user", user)).thenApply(found -> orNotFound(found, "user", user));
    }

    @GetMapping("/items/{item}/popularity")
    CompletionStage<Popularity> popularity(@PathVariable String item) {
        return features.ofItem(Names.check("item", item)).thenApply(found -> orNotFound(found, "item", item));
    }

    /** Sends a user's features whenever they change. */
    @GetMapping(path = "/features/{user}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(@PathVariable String user) {
        return stream.subscribe(Names.check("user", user));
    }

    private static <T> T orNotFound(Optional<T> found, String what, String name) {
        return found.orElseThrow(() -> new UnknownException(what, name));
    }
}
