package io.millrace.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The topology's producer of outputs: notes what Kafka has taken. Confined to the driver's thread. */
final class OutputProducer implements InvocationHandler {

    private final Producer<byte[], byte[]> producer;
    private final Outputs outputs;

    private OutputProducer(Producer<byte[], byte[]> producer, Outputs outputs) {
        this.producer = producer;
        this.outputs = outputs;
    }

    /** Returns {@code producer}, whose records go to {@code outputs} too. */
    @SuppressWarnings("unchecked") // the proxy has the interface it was made with
    static Producer<byte[], byte[]> around(Producer<byte[], byte[]> producer, Outputs outputs) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                OutputProducer.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                new OutputProducer(producer, outputs));
    }

    @Override
    @SuppressWarnings("unchecked") // the producer's records are bytes
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length == 2 && method.getName().equals("send")) {
            return send((ProducerRecord<byte[], byte[]>) arguments[0], (Callback) arguments[1]);
        }
        try {
            return method.invoke(producer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        return producer.send(record, (written, exception) -> {
            if (exception == null) {
                outputs.written(Outputs.Written.of(record, written));
            }
            callback.onCompletion(written, exception);
        });
    }
}
