package io.millrace.faults;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What the brokers know of the instances of a topology. */
record InstanceGroup(Scene scene, String topology) {

    /** What the metadata of a committed offset say of the transaction that it is of. */
    private static final Pattern COMMIT = Pattern.compile("commit=(?<committer>.*)/");

    /** Returns whether {@code count} instances share {@code partitions} partitions, and none of these is about to move. */
    boolean isShared(int count, int partitions) {
        try {
            ConsumerGroupDescription group = description();
            List<Integer> shares = group.members().stream()
                    .map(member -> member.assignment().topicPartitions().size())
                    .filter(share -> share > 0)
                    .toList();
            return group.groupState() == GroupState.STABLE
                    && shares.size() == count
                    && shares.stream().mapToInt(Integer::intValue).sum() == partitions;
        } catch (GroupIdNotFoundException e) {
            return false; // none has come yet
        }
    }

    /** Returns the number of the broker that coordinates the group. */
    int coordinator() {
        return description().coordinator().id();
    }

    /** Returns the number of the broker that coordinates the transactions of an instance. */
    int transactionCoordinator() {
        String committer = scene.cluster().committed(scene.application(), topology).values().stream()
                .map(offset -> COMMIT.matcher(offset.metadata()))
                .filter(Matcher::find)
                .map(commit -> commit.group("committer"))
                .findAny()
                .orElseThrow();
        return get(scene.cluster()
                        .admin()
                        .describeTransactions(List.of(committer))
                        .description(committer))
                .coordinatorId();
    }

    private ConsumerGroupDescription description() {
        return get(scene.cluster().admin().describeConsumerGroups(List.of(id())).all())
                .values()
                .iterator()
                .next();
    }

    private String id() {
        return scene.application() + "-" + topology;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
