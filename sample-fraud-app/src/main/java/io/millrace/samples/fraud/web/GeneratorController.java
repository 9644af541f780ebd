package io.millrace.samples.fraud.web;

import io.millrace.samples.fraud.generator.GeneratorFeed;
import io.millrace.samples.fraud.generator.GeneratorStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Makes the generator faster, slower or silent. */
@RestController
@RequestMapping("/generator")
final class GeneratorController {
    private final GeneratorFeed generator;

    GeneratorController(GeneratorFeed generator) {
        this.generator = generator;
    }

    @GetMapping
    GeneratorStatus status() {
        return generator.status();
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    GeneratorStatus change(@RequestBody NewRate wanted) {
        generator.rate(wanted.rate());
        return generator.status();
    }

    /** Payments per second. */
    record NewRate(int rate) {}
}
