package io.millrace.spring.console;

import io.millrace.runtime.TopologyHandle;
import io.millrace.spring.console.ConsoleSnapshot.ConsoleTopology;
import io.millrace.spring.view.TopologyView;
import io.millrace.spring.view.TopologyViews;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Makes the console's snapshots: of each topology a view, how fast it is by the views before, and what that means.
 *
 * <p>Confined to the thread that makes snapshots.
 */
final class Snapshots implements SnapshotSource {

    private static final int MOST_EPOCHS = 40;
    private static final int MOST_EVENTS = 20;

    private final Supplier<List<TopologyHandle>> topologies;
    private final TopologyViews views;
    private final String service;
    private final InstantSource clock;

    /** The service's own mapper may write names and times in another way than the page reads them. */
    private final JsonMapper json = new JsonMapper();

    private final Map<String, FlowWindow> windows = new HashMap<>();

    Snapshots(Supplier<List<TopologyHandle>> topologies, TopologyViews views, String service, InstantSource clock) {
        this.topologies = topologies;
        this.views = views;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String next() {
        JsonNode snapshot = json.valueToTree(snapshot());
        for (JsonNode topology : snapshot.get("topologies")) {
            keepLatest(topology.get("view"), "epochs", MOST_EPOCHS);
            keepLatest(topology.get("view"), "events", MOST_EVENTS);
        }
        return json.writeValueAsString(snapshot);
    }

    ConsoleSnapshot snapshot() {
        return new ConsoleSnapshot(
                clock.millis(),
                service,
                topologies.get().stream().map(this::look).toList());
    }

    private ConsoleTopology look(TopologyHandle topology) {
        TopologyView view = views.view(topology);
        Optional<TopologyFlow> flow =
                windows.computeIfAbsent(view.name(), any -> new FlowWindow()).add(view);
        return new ConsoleTopology(view, flow, Diagnoser.of(view, flow));
    }

    /** Of what lies back in time the page shows little, and it is sent every second. */
    private static void keepLatest(JsonNode view, String name, int most) {
        ArrayNode all = (ArrayNode) view.get(name);
        while (all.size() > most) {
            all.remove(0);
        }
    }
}
