package io.millrace.testkit;

import io.millrace.internal.kafka.Marker;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The topology's producer of checkpoints: passes through the {@link CrashPoint}s, and notes the outputs of what is committed.
 *
 * <p>Confined to the driver's thread.
 */
final class CommitProducer implements InvocationHandler {

    private final Producer<byte[], byte[]> producer;
    private final CrashPlan plan;
    private final Outputs outputs;
    private final Runnable deliverAll;
    /** Those of the open transaction, in the order of writing. */
    private final List<Sent> uncommitted = new ArrayList<>();

    private CommitProducer(Producer<byte[], byte[]> producer, CrashPlan plan, Outputs outputs, Runnable deliverAll) {
        this.producer = producer;
        this.plan = plan;
        this.outputs = outputs;
        this.deliverAll = deliverAll;
    }

    /**
     * Returns {@code producer}, which crashes as {@code plan} says, and what of it is committed goes to {@code outputs} too;
     * {@code deliverAll} completes what is under way.
     */
    @SuppressWarnings("unchecked") // the proxy has the interface it was made with
    static Producer<byte[], byte[]> around(
            Producer<byte[], byte[]> producer, CrashPlan plan, Outputs outputs, Runnable deliverAll) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                CommitProducer.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                new CommitProducer(producer, plan, outputs, deliverAll));
    }

    @Override
    @SuppressWarnings("unchecked") // the producer's records are bytes
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        before(method.getName(), arguments);
        if (method.getName().equals("send") && arguments != null && arguments.length == 2) {
            return send((ProducerRecord<byte[], byte[]>) arguments[0], (Callback) arguments[1]);
        }
        Object result = call(method, arguments);
        after(method.getName());
        return result;
    }

    private void before(String method, Object @Nullable [] arguments) {
        switch (method) {
            case "beginTransaction" -> {
                uncommitted.clear(); // what is begun again was aborted
                plan.reach(CrashPoint.BEFORE_CHANGES);
            }
            case "send" -> {
                if (arguments != null && isMarker(arguments[0])) {
                    plan.reach(CrashPoint.AFTER_CHANGES);
                }
            }
            case "sendOffsetsToTransaction" -> {
                plan.reach(CrashPoint.AFTER_CHANGES); // where there is no state, and so no marker
                plan.reach(CrashPoint.AFTER_MARKERS);
            }
            case "commitTransaction" -> plan.reach(CrashPoint.AFTER_OFFSETS);
            default -> {}
        }
    }

    private void after(String method) {
        if (method.equals("commitTransaction")) {
            uncommitted.forEach(sent -> sent.tell(outputs));
            uncommitted.clear();
            plan.reach(CrashPoint.BEFORE_ANSWER);
            deliverAll.run();
            plan.reach(CrashPoint.AFTER_COMMIT);
        }
    }

    private Object send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        Sent sent = new Sent(record);
        uncommitted.add(sent);
        return producer.send(record, (written, exception) -> {
            sent.written = written;
            callback.onCompletion(written, exception);
        });
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

    /** A record of the open transaction. */
    private static final class Sent {
        private final ProducerRecord<byte[], byte[]> record;
        private @Nullable RecordMetadata written;

        Sent(ProducerRecord<byte[], byte[]> record) {
            this.record = record;
        }

        /** It is committed. */
        void tell(Outputs outputs) {
            if (written != null) {
                outputs.written(Outputs.Written.of(record, written));
            }
        }
    }
}
