package io.millrace.faults;

import io.millrace.state.Materialized;
import io.millrace.topology.Grouped;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A service that moves payments to their groups, tallies them there, moves them on to their buckets, tallies them again, and
 * writes each with what it found there.
 */
final class ShuffleService {

    static final String TOPOLOGY = "shuffled";
    static final String GROUPS = "groups";
    static final String BUCKETS = "buckets";

    private static final int WORKERS = 2;

    private ShuffleService() {}

    public static void main(String[] args) {
        ServiceOptions options = ServiceOptions.parse(args);
        ServiceMain.run(options, topology(options.ends().in(), options.ends().out()));
    }

    static Topology topology(String in, String out) {
        TopologyBuilder builder = TopologyBuilder.named(TOPOLOGY).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .mapValues((account, sequence) ->
                        Payment.of(account, Long.parseLong(sequence)).toString())
                .groupBy(
                        (account, payment) -> Payment.parse(payment).group(),
                        Grouped.with(Serdes.String(), Serdes.String())
                                .withName("by-group")
                                .withParallelism(WORKERS))
                .aggregate(
                        ShuffleService::emptyGroup,
                        (group, payment, tally) -> inGroup(tally, Payment.parse(payment)),
                        Materialized.<String, Tally>as(GROUPS).withValueSerde(Tally.serde()))
                .toStream()
                .mapValues(tally -> tally.latest().toString())
                .groupBy(
                        (group, payment) -> Payment.parse(payment).bucket(),
                        Grouped.with(Serdes.String(), Serdes.String())
                                .withName("by-bucket")
                                .withParallelism(WORKERS))
                .aggregate(
                        ShuffleService::emptyBucket,
                        (bucket, payment, tally) -> inBucket(tally, Payment.parse(payment)),
                        Materialized.<String, Tally>as(BUCKETS).withValueSerde(Tally.serde()))
                .toStream()
                .mapValues(tally -> new Output(tally.latest(), tally.count(), tally.sum()).toString())
                .to(out);
        return builder.build();
    }

    static Tally emptyGroup() {
        return Tally.ofChannels(Payment.ACCOUNTS);
    }

    static Tally inGroup(Tally tally, Payment payment) {
        return tally.plus(payment, payment.account(), Payment.GROUPS);
    }

    static Tally emptyBucket() {
        return Tally.ofChannels(Payment.ACCOUNTS * Payment.GROUPS);
    }

    static Tally inBucket(Tally tally, Payment payment) {
        return tally.plus(payment, payment.accountAndGroup(), Payment.GROUPS * Payment.BUCKETS);
    }

    /** What is written of a payment: itself, and how many there were in its bucket by then, and their sum. */
    record Output(Payment payment, long count, long sum) {

        static Output parse(String text) {
            String[] parts = text.split(": | ");
            return new Output(
                    new Payment(Integer.parseInt(parts[0]), Long.parseLong(parts[1])),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]));
        }

        @Override
        public String toString() {
            return "%s: %d %d".formatted(payment, count, sum);
        }
    }
}
