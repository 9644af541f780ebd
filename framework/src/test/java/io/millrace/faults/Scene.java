package io.millrace.faults;

import io.millrace.support.Cluster;
import java.nio.file.Path;

/**
 * Where the services of a test run: their brokers and topics, which only they use, and a directory for their files. Immutable.
 */
record Scene(Cluster cluster, String application, String in, String out, Path files) {

    static final int PARTITIONS = 4;

    static Scene on(Cluster cluster, Path files) {
        return new Scene(
                cluster,
                Cluster.application(),
                cluster.topic("in", PARTITIONS),
                cluster.topic("out", PARTITIONS),
                files);
    }

    /** Returns options of an instance that keeps its files under {@code directory}. */
    ServiceOptions options(String directory) {
        return ServiceOptions.of(
                new ServiceOptions.Ends(cluster.bootstrapServers(), application, in, out), files.resolve(directory));
    }
}
