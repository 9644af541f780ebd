package io.millrace.spring.endpoint;

import io.millrace.runtime.TopologyState;

/**
 * What an action has come to. Immutable.
 *
 * @param state of the topology now
 * @param result what happened, for people
 */
public record ActionResult(String topology, String action, TopologyState state, boolean paused, String result) {}
