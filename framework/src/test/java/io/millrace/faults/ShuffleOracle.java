package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.ShuffleService.Output;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Judges a {@link ShuffleService}.
 *
 * <p>In which order a bucket's payments come is not known, but it is the same after every crash, since a topic keeps it. So for
 * each number of a bucket there may be one output only, whoever wrote it and however often.
 */
final class ShuffleOracle implements Oracle {

    private final Changelogs changelogs;

    ShuffleOracle(Scene scene) {
        changelogs = new Changelogs(scene, ShuffleService.TOPOLOGY);
    }

    @Override
    public String inputOf(ConsumerRecord<String, String> output) {
        return Output.parse(output.value()).payment().toString();
    }

    @Override
    public long checkOutputs(Ledger ledger, List<ConsumerRecord<String, String>> outputs) {
        Set<String> seen = new HashSet<>();
        Set<Payment> payments = new HashSet<>();
        Map<String, Output> lasts = new HashMap<>();
        long duplicates = 0;
        for (ConsumerRecord<String, String> record : outputs) {
            if (!seen.add(record.key() + " " + record.value())) {
                duplicates++;
                continue;
            }
            Output output = Output.parse(record.value());
            Output before = lasts.getOrDefault(record.key(), new Output(output.payment(), 0, 0));
            assertThat(output)
                    .as("the output behind %s of %s", before, record.key())
                    .isEqualTo(new Output(
                            output.payment(),
                            before.count() + 1,
                            before.sum() + output.payment().sequence()));
            assertThat(record.key())
                    .as("the bucket of payment %s", output.payment())
                    .isEqualTo(output.payment().bucket());
            assertThat(payments.add(output.payment()))
                    .as("payment %s is counted once", output.payment())
                    .isTrue();
            lasts.put(record.key(), output);
        }
        assertThat(payments).as("everything acknowledged has come out").isEqualTo(acknowledged(ledger));
        return duplicates;
    }

    @Override
    public void checkState(Ledger ledger) {
        check(ledger, ShuffleService.GROUPS, Payment::group, ShuffleService::emptyGroup, ShuffleService::inGroup);
        check(ledger, ShuffleService.BUCKETS, Payment::bucket, ShuffleService::emptyBucket, ShuffleService::inBucket);
    }

    @Override
    public long uncommitted(List<ConsumerRecord<String, String>> outputs) {
        Map<String, Long> committed = new HashMap<>();
        changelogs
                .read(ShuffleService.BUCKETS)
                .forEach((bucket, tally) ->
                        committed.put(bucket, Tally.parse(tally).count()));
        return outputs.stream()
                .filter(output -> Output.parse(output.value()).count() > committed.getOrDefault(output.key(), 0L))
                .map(this::inputOf)
                .distinct()
                .count();
    }

    private void check(
            Ledger ledger,
            String store,
            Function<Payment, String> key,
            Supplier<Tally> empty,
            BiFunction<Tally, Payment, Tally> fold) {
        Map<String, Tally> expected = new HashMap<>();
        ledger.acknowledged().forEach((account, last) -> {
            for (long sequence = 1; sequence <= last; sequence++) {
                Payment payment = Payment.of(account, sequence);
                expected.compute(
                        key.apply(payment), (k, tally) -> fold.apply(tally == null ? empty.get() : tally, payment));
            }
        });
        assertThat(contents(changelogs.read(store).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Tally.parse(entry.getValue())))))
                .as("the state by the changelog of '%s'", store)
                .isEqualTo(contents(expected));
    }

    private static Map<String, String> contents(Map<String, Tally> tallies) {
        return tallies.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .content()));
    }

    private static Set<Payment> acknowledged(Ledger ledger) {
        Set<Payment> payments = new HashSet<>();
        ledger.acknowledged().forEach((account, last) -> {
            for (long sequence = 1; sequence <= last; sequence++) {
                payments.add(Payment.of(account, sequence));
            }
        });
        return payments;
    }
}
