package io.millrace.testkit;

import io.millrace.internal.kafka.Marker;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The topology's producer of checkpoints: passes through the {@link CrashPoint}s. Confined to the driver's thread. */
final class CommitProducer implements InvocationHandler {

    private final Producer<byte[], byte[]> producer;
    private final CrashPlan plan;
    private final Runnable deliverAll;

    private CommitProducer(Producer<byte[], byte[]> producer, CrashPlan plan, Runnable deliverAll) {
        this.producer = producer;
        this.plan = plan;
        this.deliverAll = deliverAll;
    }

    /** Returns {@code producer}, which crashes as {@code plan} says; {@code deliverAll} completes what is under way. */
    @SuppressWarnings("unchecked") // the proxy has the interface it was made with
    static Producer<byte[], byte[]> around(Producer<byte[], byte[]> producer, CrashPlan plan, Runnable deliverAll) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                CommitProducer.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                new CommitProducer(producer, plan, deliverAll));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        before(method.getName(), arguments);
        Object result = call(method, arguments);
        after(method.getName());
        return result;
    }

    private void before(String method, Object @Nullable [] arguments) {
        switch (method) {
            case "beginTransaction" -> plan.reach(CrashPoint.BEFORE_CHANGES);
            case "send" -> {
                if (arguments != null && isMarker(arguments[0])) {
                    plan.reach(CrashPoint.AFTER_CHANGES);
                }
            }
            case "sendOffsetsToTransaction" -> plan.reach(CrashPoint.AFTER_MARKERS);
            case "commitTransaction" -> plan.reach(CrashPoint.AFTER_OFFSETS);
            default -> {}
        }
    }

    private void after(String method) {
        if (method.equals("commitTransaction")) {
            plan.reach(CrashPoint.BEFORE_ANSWER);
            deliverAll.run();
            plan.reach(CrashPoint.AFTER_COMMIT);
        }
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(producer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean isMarker(Object record) {
        return record instanceof ProducerRecord<?, ?> sent && sent.key() instanceof byte[] key && Marker.isKey(key);
    }
}
