package io.millrace.samples.features;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells whoever started the service what to open and what to try. */
@Component
final class StartMessage {
    private static final Logger LOG = LoggerFactory.getLogger(StartMessage.class);

    private final Environment environment;

    StartMessage(Environment environment) {
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        String url = "http://localhost:" + environment.getProperty("local.server.port");
        LOG.info("Open {} in a browser, or ask for features: curl {}/features/user-1", url, url);
    }
}
