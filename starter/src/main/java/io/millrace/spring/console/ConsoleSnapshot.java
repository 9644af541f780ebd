package io.millrace.spring.console;

import io.millrace.spring.view.TopologyView;
import java.util.List;
import java.util.Optional;

/**
 * How all topologies of the service are at one time: what browsers are sent. Immutable.
 *
 * @param at when, in milliseconds since 1970
 * @param service its name
 */
record ConsoleSnapshot(long at, String service, List<ConsoleTopology> topologies) {

    ConsoleSnapshot {
        topologies = List.copyOf(topologies);
    }

    /**
     * One of them. Immutable.
     *
     * @param flow how fast it is; empty where it was not looked at in the seconds before
     */
    record ConsoleTopology(TopologyView view, Optional<TopologyFlow> flow, Diagnosis diagnosis) {}
}
