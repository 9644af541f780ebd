package io.millrace.simulation;

import io.millrace.runtime.Trigger;
import java.util.List;
import java.util.Random;

/**
 * Decides what happens next: whose turn it is, how the time goes on, and what goes wrong. Confined to the simulation's thread.
 */
final class Turns {

    private static final int DEEPEST = 6;

    /** The number of the agent that may wait for all others of its node: for one that waits itself, it would do so in vain. */
    private static final int SOURCE = 0;

    private static final long HEARTBEATS_MICROS = 400_000;

    private final Random random;
    private final Weather weather;
    private final SimulatedTime time;
    private final Trace trace;
    private final List<Node> nodes;
    private final Cluster cluster;
    private final int laggard;
    private int depth;
    private boolean settled;

    Turns(Random random, Weather weather, SimulatedTime time, Trace trace, List<Node> nodes, Cluster cluster) {
        this.random = random;
        this.weather = weather;
        this.time = time;
        this.trace = trace;
        this.nodes = nodes;
        this.cluster = cluster;
        this.laggard = random.nextInt(8);
    }

    /** What may happen in Kafka, and where calls go to. */
    interface Cluster {

        /** Returns how many deliveries are on their way: answers, markers, rebalances, calls. */
        int pending();

        void deliver(int index);

        /** Returns whether the delivery is within the cluster, as markers of transactions are. */
        boolean isMarker(int index);

        /** Somebody writes to the inputs. */
        void input();
    }

    /** Lets something happen. */
    void next() {
        time.advance(random.nextInt(500));
        int pick = random.nextInt(1_000) - weather.trouble();
        if (pick < 0) {
            goWrong();
        } else if (pick < 10) {
            comeOrGo();
        } else if (pick < 80) {
            cluster.input();
        } else if (pick < 110) {
            tick();
        } else if (pick < 115) {
            letPass(random.nextInt(5_000_000));
        } else if (pick < 123) {
            switchTrigger();
        } else if (pick < 260) {
            deliver();
        } else if (pick < 450) {
            burst();
        } else {
            step(anyNode());
        }
        start();
    }

    /** From now on everybody gets a turn before anybody gets the next. */
    void settle() {
        settled = true;
    }

    /** Lets others go on while one waits. */
    void whileWaiting() {
        depth++;
        try {
            time.advance(200 + random.nextInt(1_000));
            if (settled) {
                everybody();
                return;
            }
            int pick = random.nextInt(100);
            if (pick < 30) {
                deliver();
            } else if (pick < 33) {
                tick();
            } else if (depth <= DEEPEST) {
                step(anyNode());
            }
        } finally {
            depth--;
        }
    }

    /** Lets others go on for as long as one waits in vain. */
    void letWait(long micros) {
        long end = time.micros() + micros;
        while (time.micros() < end) {
            time.advance(micros / 8 + 1);
            whileWaiting();
        }
    }

    /** Has everybody take a step. */
    void round(long micros) {
        time.advance(micros);
        nodes.forEach(Node::startIfDue);
        everybody();
    }

    private void everybody() {
        while (cluster.pending() > 0) {
            cluster.deliver(0);
        }
        for (Node node : nodes) {
            for (int agent = 0; depth <= DEEPEST && agent < node.agents().size(); agent++) {
                node.step(agent);
            }
        }
    }

    private Node anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Has one node take many steps while the others take none. */
    private void burst() {
        Node node = anyNode();
        for (int steps = 5 + random.nextInt(30); steps > 0; steps--) {
            time.advance(random.nextInt(200));
            if (random.nextInt(4) == 0) {
                deliver();
            }
            step(node);
        }
    }

    private void step(Node node) {
        int agents = node.agents().size();
        if (agents > 0) {
            int agent = random.nextInt(agents);
            boolean wouldWaitInVain = weather.calm() && agent == SOURCE && node.frames() > 0;
            if (!wouldWaitInVain && (agent != laggard || random.nextInt(8) == 0)) {
                String name = node.agents().get(agent).name();
                boolean worked = node.step(agent);
                if (worked) {
                    trace.add(time.micros() + " " + node.process() + " " + name + " works");
                } else {
                    trace.idle(time.micros(), node.process(), agent);
                }
            }
        }
    }

    private void start() {
        nodes.forEach(Node::startIfDue);
    }

    private void deliver() {
        int pending = cluster.pending();
        if (pending > 0) {
            int index = random.nextInt(pending);
            if (!cluster.isMarker(index) || random.nextInt(1_000) >= weather.sloth()) {
                cluster.deliver(index);
            }
        }
    }

    private void tick() {
        time.advance(1_000L * (1 + random.nextInt(random.nextBoolean() ? 20 : 300)));
    }

    /** Lets a long time pass, in which everybody who is awake takes a step now and then. */
    private void letPass(long micros) {
        for (long passed = 0; passed < micros; passed += HEARTBEATS_MICROS) {
            time.advance(HEARTBEATS_MICROS);
            for (int steps = 12 * nodes.size(); steps > 0; steps--) {
                step(anyNode());
                if (steps % 4 == 0) {
                    deliver();
                }
            }
            start();
        }
    }

    private void comeOrGo() {
        Node node = anyNode();
        if (!node.isWanted()) {
            node.join();
        } else if (nodes.stream().filter(Node::isWanted).count() > 1) {
            node.leave();
        }
    }

    /** Has one or all go on with another trigger. */
    private void switchTrigger() {
        Trigger trigger = weather.triggers().any(random);
        if (random.nextBoolean()) {
            nodes.forEach(node -> node.switchTrigger(trigger));
        } else {
            anyNode().switchTrigger(trigger);
        }
    }

    private void goWrong() {
        Node node = anyNode();
        if (!node.isUp()) {
            return;
        }
        int pick = random.nextInt(10);
        if (pick < 5) {
            node.crash();
        } else if (pick < 7) {
            node.standStill(1_000L * random.nextInt(1_000));
        } else {
            long micros = 3_000_000 + random.nextInt(4_000_000); // more than a session
            node.standStill(micros);
            letPass(micros);
        }
    }
}
