package io.millrace.simulation;

import io.millrace.topology.Topology;
import java.util.List;

/** What runs in a schedule, what is put in, and what has to come out. Confined to the simulation's thread. */
interface Scenario {

    Topology topology();

    /** Returns the topics that it reads, its own aside. */
    List<String> inputs();

    /** Returns the topics that it writes, its own aside. */
    List<String> outputs();

    /** Returns how many partitions these topics have. */
    int partitions();

    /** Returns whether it can run with {@code real-time}. */
    boolean takesRealTime();

    /** Writes what has to be processed before anything goes wrong; returns whether there is anything of that kind. */
    boolean begin();

    /** Somebody writes to the inputs. */
    void write();

    /** Writes what has to come behind all else; returns whether there is anything of that kind. */
    boolean conclude();

    /** Returns what checks, once a job has finished that begins now, that it has done its work. */
    Runnable job();

    /** Checks what there is when all has come to rest, under the promises of {@code weather}. */
    void check(Weather weather);

    /** Returns how it is made, for whoever reads of its failure. */
    String text();
}
