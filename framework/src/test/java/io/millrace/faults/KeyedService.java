package io.millrace.faults;

import io.millrace.state.Materialized;
import io.millrace.state.StoreType;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A service that folds the sequences of each key, on three workers, and writes the state after each record. */
final class KeyedService {

    static final String TOPOLOGY = "keyed";

    /** How the names of its stores begin. */
    static final String STORE = "folds-";

    private static final int WORKERS = 3;

    private KeyedService() {}

    public static void main(String[] args) {
        ServiceOptions options = ServiceOptions.parse(args);
        ServiceMain.run(
                options,
                topology(
                        options.ends().in(),
                        options.ends().out(),
                        options.kept().stores(),
                        options.kept().paddedTo()));
    }

    /** The first of {@code stores} folds the input, each other one what comes out of the one before. */
    static Topology topology(String in, String out, Stores stores, int paddedTo) {
        List<StoreType> types = stores.types();
        Serde<Fold> serde = Fold.serde(paddedTo);
        TopologyBuilder builder = TopologyBuilder.named(TOPOLOGY).defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, Fold> folds = builder.<String, String>stream(in)
                .groupByKey(Grouped.<String, String>as("fold").withParallelism(WORKERS))
                .aggregate(
                        () -> Fold.EMPTY,
                        (key, value, fold) -> fold.plus(Long.parseLong(value)),
                        Materialized.<String, Fold>as(store(0))
                                .withValueSerde(serde)
                                .withStoreType(types.get(0)))
                .toStream();
        for (int number = 1; number < types.size(); number++) {
            folds = folds.groupByKey(Grouped.with(Serdes.String(), serde))
                    .aggregate(
                            () -> Fold.EMPTY,
                            (key, before, fold) -> fold.plus(before.last()),
                            Materialized.<String, Fold>as(store(number))
                                    .withValueSerde(serde)
                                    .withStoreType(types.get(number)))
                    .toStream();
        }
        folds.mapValues(Fold::toString).to(out);
        return builder.build();
    }

    static String store(int number) {
        return STORE + number;
    }
}
