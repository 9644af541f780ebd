package io.millrace.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The topology's consumer, from which the test can take partitions as a rebalance does: within a poll, and not before the topology
 * has let go of them. It passes through the {@link CrashPoint}s of a commit of offsets.
 *
 * <p>Confined to the driver's thread.
 */
final class GroupConsumer implements InvocationHandler {

    private final Consumer<byte[], byte[]> consumer;
    private final CrashPlan plan;
    private final Set<TopicPartition> away = new HashSet<>();
    private final Set<TopicPartition> leaving = new HashSet<>();
    private final Set<TopicPartition> comingBack = new HashSet<>();
    private @Nullable ConsumerRebalanceListener listener;

    GroupConsumer(Consumer<byte[], byte[]> consumer, CrashPlan plan) {
        this.consumer = consumer;
        this.plan = plan;
    }

    /** Returns the consumer as the topology sees it. */
    @SuppressWarnings("unchecked") // the proxy has the interface it was made with
    Consumer<byte[], byte[]> seen() {
        return (Consumer<byte[], byte[]>)
                Proxy.newProxyInstance(GroupConsumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, this);
    }

    /** Has the next poll take {@code partitions} away. */
    void revoke(Collection<TopicPartition> partitions) {
        leaving.addAll(partitions);
    }

    /** Has the next poll give {@code partitions} back. */
    void giveBack(Collection<TopicPartition> partitions) {
        comingBack.addAll(partitions);
    }

    /** Returns what was taken away and not given back. */
    Set<TopicPartition> away() {
        return Set.copyOf(away);
    }

    @Override
    @SuppressWarnings("unchecked") // the arguments are those of the interface's methods
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "subscribe" -> {
                if (arguments != null && arguments.length == 2) {
                    listener = (ConsumerRebalanceListener) arguments[1];
                }
            }
            case "poll" -> rebalance();
            case "assignment", "paused" -> {
                Set<TopicPartition> partitions = new HashSet<>((Set<TopicPartition>) call(method, arguments));
                partitions.removeAll(away);
                return partitions;
            }
            case "resume" -> {
                if (arguments != null) {
                    Set<TopicPartition> partitions = new HashSet<>((Collection<TopicPartition>) arguments[0]);
                    partitions.removeAll(away);
                    arguments[0] = partitions;
                }
            }
            case "commitAsync" -> {
                if (arguments != null && arguments.length == 2) {
                    commitAsync(
                            (Map<TopicPartition, OffsetAndMetadata>) arguments[0], (OffsetCommitCallback) arguments[1]);
                    return null;
                }
            }
            default -> {}
        }
        return call(method, arguments);
    }

    private void rebalance() {
        ConsumerRebalanceListener told = listener;
        if (told == null || (leaving.isEmpty() && comingBack.isEmpty())) {
            return;
        }
        if (!leaving.isEmpty()) {
            Set<TopicPartition> revoked = Set.copyOf(leaving);
            leaving.clear();
            told.onPartitionsRevoked(revoked);
            away.addAll(revoked);
            consumer.pause(revoked);
        }
        if (!comingBack.isEmpty()) {
            Set<TopicPartition> assigned = Set.copyOf(comingBack);
            comingBack.clear();
            away.removeAll(assigned);
            consumer.resume(assigned);
            told.onPartitionsAssigned(assigned);
        }
    }

    private void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        for (CrashPoint before : CrashPoint.values()) {
            if (before.compareTo(CrashPoint.AFTER_OFFSETS) <= 0) {
                plan.reach(before);
            }
        }
        consumer.commitAsync(offsets, (committed, exception) -> {
            callback.onComplete(committed, exception);
            plan.reach(CrashPoint.AFTER_COMMIT);
        });
        plan.reach(CrashPoint.BEFORE_ANSWER);
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
