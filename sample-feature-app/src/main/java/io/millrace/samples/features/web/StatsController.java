package io.millrace.samples.features.web;

import io.millrace.samples.common.stats.StatsHistory;
import io.millrace.samples.features.stats.ActiveUsers;
import io.millrace.samples.features.stats.Stats;
import io.millrace.samples.features.stats.StatsReader;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the numbers of this moment and of the last two minutes, and who is active. */
@RestController
final class StatsController {
    private final StatsReader stats;
    private final StatsHistory history;
    private final ActiveUsers users;

    StatsController(StatsReader stats, StatsHistory history, ActiveUsers users) {
        this.stats = stats;
        this.history = history;
        this.users = users;
    }

    @GetMapping("/stats")
    Stats stats() {
        return stats.read();
    }

    @GetMapping("/stats/history")
    List<StatsHistory.Sample> history() {
        return history.samples();
    }

    @GetMapping("/users")
    List<String> users(@RequestParam(defaultValue = "20") int limit) {
        if (limit < 1 || limit > ActiveUsers.KEPT) {
            throw new IllegalArgumentException("'limit' is %d: give 1 to %d".formatted(limit, ActiveUsers.KEPT));
        }
        return users.newest(limit);
    }
}
