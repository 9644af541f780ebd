package io.millrace.samples.fraud.web;

import io.millrace.samples.common.json.Json;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import io.millrace.samples.fraud.scoringservice.Behaviour;
import io.millrace.samples.fraud.scoringservice.ScoringService;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The scoring service's own front: it scores payments, and can be made slow or broken. */
@RestController
@RequestMapping("/scoring")
final class ScoringController {
    private final ScoringService scoring;

    ScoringController(ScoringService scoring) {
        this.scoring = scoring;
    }

    @PostMapping(path = "/score", consumes = MediaType.APPLICATION_JSON_VALUE)
    CompletableFuture<Score> score(@RequestBody ObjectNode payment) {
        return scoring.score(Json.mapper().treeToValue(payment, Payment.class));
    }

    @GetMapping("/behaviour")
    Behaviour behaviour() {
        return scoring.behaviour();
    }

    @PutMapping(path = "/behaviour", consumes = MediaType.APPLICATION_JSON_VALUE)
    Behaviour behave(@RequestBody ObjectNode json) {
        NewBehaviour wanted = Json.mapper().treeToValue(json, NewBehaviour.class);
        scoring.behave(new Behaviour(wanted.mode(), wanted.sharePercent(), wanted.delayMillis()));
        return scoring.behaviour();
    }

    /** See {@link Behaviour}. */
    record NewBehaviour(Behaviour.Mode mode, int sharePercent, int delayMillis) {}
}
