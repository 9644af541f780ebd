package io.millrace.spring.console;

import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyState;
import io.millrace.spring.console.ConsoleSnapshot.ConsoleTopology;
import io.millrace.spring.view.RestoreView;
import io.millrace.spring.view.StuckView;
import io.millrace.spring.view.TopologyView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.json.JsonMapper;

/** Snapshots of a topology that does as a test says, a second of it in each. Thread-safe. */
final class MadeUpTopologies implements SnapshotSource {

    private final JsonMapper json = new JsonMapper();
    private final AtomicReference<Scene> scene = new AtomicReference<>(Scene.HEALTHY);

    private FlowWindow window = new FlowWindow();
    private AView topology = new AView();
    private Scene playing = Scene.HEALTHY;
    private long now = System.currentTimeMillis();
    private long seconds;

    void play(Scene next) {
        scene.set(next);
    }

    @Override
    public synchronized String next() {
        Scene wanted = Objects.requireNonNull(scene.get());
        if (wanted != playing) {
            playing = wanted;
            topology = new AView();
            window = new FlowWindow();
        }
        now = Math.max(now + 1_000, System.currentTimeMillis());
        seconds++;
        playing.goOn(topology, seconds);
        TopologyView view = topology.at(now);
        Optional<TopologyFlow> flow = window.add(view);
        return json.writeValueAsString(
                new ConsoleSnapshot(now, "shop", List.of(new ConsoleTopology(view, flow, Diagnoser.of(view, flow)))));
    }

    /** What the topology does. */
    enum Scene {
        HEALTHY {
            @Override
            void goOn(AView topology, long seconds) {
                spend(topology, "read", 400, 0);
                spend(topology, "score", 600, 0);
                spend(topology, "write", 100, 0);
                topology.read += 1_000 + seconds % 7;
            }
        },
        SLOW {
            @Override
            void goOn(AView topology, long seconds) {
                spend(topology, "read", 100, 1_880);
                spend(topology, "score", 1_970, 0);
                spend(topology, "write", 20, 0);
                topology.read += 400;
                topology.behind += 124;
                topology.caughtUp = false;
                topology.queueing = 31_000;
            }
        },
        RESTORING {
            @Override
            void goOn(AView topology, long seconds) {
                topology.restoring = true;
                topology.restores = List.of(
                        new RestoreView("profiles", 0, 400 + seconds, 4_000, 90_000, 100, 36_000),
                        new RestoreView("profiles", 1, 900 + seconds, 4_000, 190_000, 100, 31_000));
            }
        },
        FAILED {
            @Override
            void goOn(AView topology, long seconds) {
                topology.state = TopologyState.FAILED;
                topology.end = Optional.of(TopologyEnd.FAILED);
                topology.failure = Optional.of("Topic 'payments' does not exist. Create it.");
            }
        },
        STUCK {
            @Override
            void goOn(AView topology, long seconds) {
                topology.stuck = List.of(new StuckView(
                        "score",
                        "judge",
                        Optional.of("payments-3 at 4711"),
                        31_000,
                        "millrace-fraud-score-0",
                        List.of("com.example.Scoring.score(Scoring.java:41)", "com.example.Main.run(Main.java:7)")));
            }
        };

        abstract void goOn(AView topology, long seconds);

        private static void spend(AView topology, String stage, long busy, long heldBack) {
            long[] before = Objects.requireNonNull(topology.stages.get(stage));
            topology.stage(stage, before[0] + busy, before[1] + heldBack, before[2] + 2_000 - busy - heldBack);
        }
    }
}
