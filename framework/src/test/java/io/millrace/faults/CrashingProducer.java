package io.millrace.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;

/** Ends the process, as a kill would, at a chosen moment of a commit. */
final class CrashingProducer implements InvocationHandler {

    private final Producer<byte[], byte[]> producer;
    private final CrashPoint point;
    private final AtomicInteger left;

    private CrashingProducer(Producer<byte[], byte[]> producer, CrashPoint point, AtomicInteger left) {
        this.producer = producer;
        this.point = point;
        this.left = left;
    }

    /** Returns {@code producer}, which ends the process when it comes to {@code point} and {@code left} reaches 0. */
    @SuppressWarnings("unchecked") // the proxy has the interface it was made with
    static Producer<byte[], byte[]> around(Producer<byte[], byte[]> producer, CrashPoint point, AtomicInteger left) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                CrashingProducer.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                new CrashingProducer(producer, point, left));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean here = method.getName().equals(point.method());
        if (here && !point.after()) {
            crashIfDue();
        }
        try {
            Object result = method.invoke(producer, arguments);
            if (here && point.after()) {
                producer.flush(); // what was sent has arrived when the process ends
                crashIfDue();
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void crashIfDue() {
        if (left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(9);
        }
    }
}
