package io.millrace.samples.fraud.web;

import io.millrace.samples.fraud.model.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Shows the alerts that came lately, and those that come. */
@RestController
final class AlertController {
    private final RecentAlerts recent;
    private final AlertStream stream;

    AlertController(RecentAlerts recent, AlertStream stream) {
        this.recent = recent;
        this.stream = stream;
    }

    /** Returns the alert of one payment, or the newest of all. */
    @GetMapping("/alerts")
    List<Alert> alerts(
            @RequestParam(required = false) @Nullable String paymentId, @RequestParam(defaultValue = "50") int limit) {
        if (paymentId != null) {
            return recent.ofPayment(paymentId).stream().toList();
        }
        if (limit < 1 || limit > RecentAlerts.KEPT) {
            throw new IllegalArgumentException("'limit' is %d: give 1 to %d".formatted(limit, RecentAlerts.KEPT));
        }
        return recent.newest(limit);
    }

    @GetMapping(path = "/alerts/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream() {
        return stream.subscribe();
    }
}
