package io.millrace.samples.fraud.web;

import io.millrace.samples.common.stats.StatsHistory;
import io.millrace.samples.fraud.stats.Stats;
import io.millrace.samples.fraud.stats.StatsReader;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the numbers of this moment and of the last two minutes. */
@RestController
final class StatsController {
    private final StatsReader stats;
    private final StatsHistory history;

    StatsController(StatsReader stats, StatsHistory history) {
        this.stats = stats;
        this.history = history;
    }

    @GetMapping("/stats")
    Stats stats() {
        return stats.read();
    }

    @GetMapping("/stats/history")
    List<StatsHistory.Sample> history() {
        return history.samples();
    }
}
