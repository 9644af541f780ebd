package io.millrace.samples.common.generator;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Makes the generator faster, slower or silent. */
@RestController
@RequestMapping("/generator")
public final class FeedController {
    private final Feed feed;

    FeedController(Feed feed) {
        this.feed = feed;
    }

    @GetMapping
    FeedStatus status() {
        return feed.status();
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    FeedStatus change(@RequestBody NewRate wanted) {
        feed.rate(wanted.rate());
        return feed.status();
    }

    /** Records per second. */
    record NewRate(int rate) {}
}
