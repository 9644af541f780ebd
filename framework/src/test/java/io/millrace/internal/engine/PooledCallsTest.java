package io.millrace.internal.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PooledCallsTest {

    private static final int JAVA_21 = 21;

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> callers = new CopyOnWriteArrayList<>();
    private final PooledCalls calls = new PooledCalls(2, new EngineThreads().callThreads("score-call"));

    @AfterEach
    void end() {
        release.countDown();
        calls.end();
    }

    @Test
    void noMoreCallsAreMadeAtATimeThanThereMayBe() {
        for (int call = 0; call < 3; call++) {
            calls.execute(this::block);
        }
        await().until(() -> callers.size() == 2);

        release.countDown();

        await().until(() -> callers.size() == 3);
    }

    @Test
    void itsThreadsHaveNamesAndKeepNoProcessAlive() {
        AtomicBoolean daemon = new AtomicBoolean();
        calls.execute(() -> {
            daemon.set(Thread.currentThread().isDaemon());
            callers.add(Thread.currentThread().getName());
        });

        await().until(() -> !callers.isEmpty());
        assertThat(callers).containsExactly("score-call-0");
        assertThat(daemon).isTrue();
    }

    @Test
    void itsThreadsAreVirtualWhereTheJvmHasThose() throws Exception {
        ThreadFactory threads = new EngineThreads().callThreads("score-call");

        assertThat(isVirtual(threads.newThread(() -> {})))
                .isEqualTo(Runtime.version().feature() >= JAVA_21);
    }

    @Test
    void theEndInterruptsCallsUnderWay() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        calls.execute(() -> {
            callers.add("begun");
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        await().until(() -> !callers.isEmpty());

        calls.end();

        assertThat(interrupted.await(10, SECONDS)).isTrue();
    }

    private void block() {
        callers.add(Thread.currentThread().getName());
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code Thread.isVirtual}, which Java 17 does not have. */
    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        for (Method method : Thread.class.getMethods()) {
            if (method.getName().equals("isVirtual")) {
                return (boolean) method.invoke(thread);
            }
        }
        return false;
    }
}
