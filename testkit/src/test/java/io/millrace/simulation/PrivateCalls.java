package io.millrace.simulation;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;

/** What {@link Advices} call from within the engine's packages; public for that. */
public final class PrivateCalls {

    private PrivateCalls() {}

    /** Calls the method {@code name} of {@code target}, which takes one number. */
    public static void call(Object target, String name, long argument) {
        try {
            Method method = target.getClass().getDeclaredMethod(name, long.class);
            method.setAccessible(true);
            method.invoke(target, argument);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Fault not applicable", e);
        }
    }

    /** Calls the method {@code name} of {@code target}, which takes nothing. */
    public static void call(Object target, String name) {
        get(target, name);
    }

    /** Returns what the method {@code name} of {@code target}, which takes nothing, returns. */
    public static Object get(Object target, String name) {
        try {
            Method method = target.getClass().getDeclaredMethod(name);
            method.setAccessible(true);
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Fault not applicable", e);
        }
    }

    /** Returns one who is in the group of {@code member} without a place in it. */
    @SuppressWarnings("removal") // Kafka offers no other way to make one
    public static ConsumerGroupMetadata withoutMember(ConsumerGroupMetadata member) {
        return new ConsumerGroupMetadata(member.groupId());
    }

    /** Returns offsets that stand for the ends of the partitions. */
    public static Map<TopicPartition, Long> toTheEnd(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> ends = new HashMap<>(offsets);
        ends.replaceAll((partition, offset) -> -1L);
        return ends;
    }
}
