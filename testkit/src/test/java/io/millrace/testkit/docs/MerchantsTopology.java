package io.millrace.testkit.docs;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Produced;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** The topologies that shuffle in the examples. */
final class MerchantsTopology {

    private MerchantsTopology() {}

    static Topology merchants() {
        TopologyBuilder builder = TopologyBuilder.named("merchants").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("payments")
                .groupBy((card, merchant) -> merchant, Grouped.as("by-merchant"))
                .count(Materialized.as("payments-of-merchants"))
                .toStream()
                .to("merchants", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    static Topology limits() {
        TopologyBuilder builder = TopologyBuilder.named("limits").defaultSerdes(Serdes.String(), Serdes.String());
        StoreDefinition<ValueState<Long>> spent = Stores.value("spent", Serdes.Long());
        KStream<String, String> stream = builder.stream("payments");
        stream.selectKey((card, merchant) -> merchant)
                .repartition(Repartitioned.<String, String>as("by-merchant").withNumberOfPartitions(24))
                .process(() -> new Limits(spent), spent);
        return builder.build();
    }

    static Topology scoring() {
        TopologyBuilder builder = TopologyBuilder.named("scoring").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, Long> scores =
                builder.<String, String>stream("payments").mapValues(payment -> (long) payment.length());
        scores.to("scores", Produced.with(Serdes.String(), Serdes.Long()).withOutputIds());
        return builder.build();
    }

    static Topology totals() {
        TopologyBuilder builder = TopologyBuilder.named("score-totals");
        Consumed<String, Long> consumed = Consumed.with(Serdes.String(), Serdes.Long());
        KStream<String, Long> scores = builder.stream("scores", consumed.dropReplays());
        scores.groupByKey().reduce(Long::sum, Materialized.as("totals"));
        return builder.build();
    }

    /** Adds up payments. */
    static final class Limits implements Processor<String, String, Void, Void> {
        private final StoreDefinition<ValueState<Long>> store;
        private @Nullable ValueState<Long> spent;

        Limits(StoreDefinition<ValueState<Long>> store) {
            this.store = store;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            spent = context.getStateStore(store);
        }

        @Override
        public void process(Record<String, String> payment) {
            if (spent != null) {
                @Nullable Long before = spent.get();
                spent.set(before == null ? 1L : before + 1);
            }
        }
    }
}
