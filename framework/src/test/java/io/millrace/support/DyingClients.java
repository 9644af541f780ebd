package io.millrace.support;

import io.millrace.internal.kafka.PropertiesClientSupplier;
import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Clients of which a transactional producer dies in the middle of a commit, once: from then on it throws, tells Kafka nothing more
 * and leaves its transaction as it is, as a process does that is killed.
 */
public final class DyingClients implements KafkaClientSupplier, AutoCloseable {

    private final KafkaClientSupplier clients;
    private final Death death;
    private final AtomicInteger left;
    private final List<Producer<byte[], byte[]>> dead = new CopyOnWriteArrayList<>();

    /** The {@code at}th commit that comes to {@code death} ends there. */
    public DyingClients(Map<String, Object> properties, Death death, int at) {
        this.clients = new PropertiesClientSupplier(properties);
        this.death = death;
        this.left = new AtomicInteger(at);
    }

    /** When a producer dies. */
    public enum Death {
        TRANSACTION_OPEN("beginTransaction", true),
        BEFORE_OFFSETS("sendOffsetsToTransaction", false),
        AFTER_OFFSETS("sendOffsetsToTransaction", true),
        BEFORE_COMMIT("commitTransaction", false),
        AFTER_COMMIT("commitTransaction", true);

        private final String method;
        private final boolean after;

        Death(String method, boolean after) {
            this.method = method;
            this.after = after;
        }
    }

    public boolean haveDied() {
        return !dead.isEmpty();
    }

    @Override
    public Consumer<byte[], byte[]> consumer(ClientConfig config) {
        return clients.consumer(config);
    }

    @Override
    @SuppressWarnings("unchecked") // the proxy has the interface it was made with
    public Producer<byte[], byte[]> producer(ClientConfig config) {
        Producer<byte[], byte[]> producer = clients.producer(config);
        return config.required().containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                ? (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                        DyingClients.class.getClassLoader(), new Class<?>[] {Producer.class}, new Dying(producer))
                : producer;
    }

    @Override
    public Admin admin(ClientConfig config) {
        return clients.admin(config);
    }

    /** Ends what the dead have left. */
    @Override
    public void close() {
        dead.forEach(producer -> producer.close(Duration.ZERO));
    }

    private final class Dying implements InvocationHandler {
        private final Producer<byte[], byte[]> producer;
        private boolean isDead;

        Dying(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (isDead) {
                return null; // only the end of its run asks for anything more
            }
            boolean here = method.getName().equals(death.method);
            if (here && !death.after) {
                dieIfDue();
            }
            Object result = call(method, arguments);
            if (here && death.after) {
                producer.flush();
                dieIfDue();
            }
            return result;
        }

        private void dieIfDue() {
            if (left.decrementAndGet() == 0) {
                isDead = true;
                dead.add(producer);
                throw new IllegalStateException("The process ends here: " + death);
            }
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(producer, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
