package io.millrace.samples.features.generator;

import io.millrace.samples.features.model.ShopEvent;
import java.time.Instant;

/** An event, who it is of and when it happened. Immutable. */
record MadeUpEvent(String user, ShopEvent event, Instant time) {}
