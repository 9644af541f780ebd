package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class RocksRetryTest {

    private static final RocksDBException BUSY = failure(Status.Code.Incomplete);

    private final ManualTime time = new ManualTime();
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void aWriteThatIsRefusedForAWhileSucceeds() throws RocksDBException {
        new RocksRetry(time, () -> false).run(() -> {
            if (attempts.incrementAndGet() < 5) {
                throw BUSY;
            }
        });

        assertThat(attempts).hasValue(5);
    }

    @Test
    void aWriteThatIsRefusedForTooLongFails() {
        RocksRetry write = new RocksRetry(time, () -> false);

        assertThatThrownBy(() -> write.run(() -> {
                    attempts.incrementAndGet();
                    time.advance(Duration.ofSeconds(10));
                    throw BUSY;
                }))
                .isSameAs(BUSY);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void aWriteThatNobodyWaitsForFails() {
        RocksRetry write = new RocksRetry(time, () -> true);

        assertThatThrownBy(() -> write.run(() -> {
                    throw BUSY;
                }))
                .isSameAs(BUSY);
    }

    @Test
    void otherFailuresAreFinal() {
        RocksDBException damaged = failure(Status.Code.Corruption);

        assertThatThrownBy(() -> new RocksRetry(time, () -> false).run(() -> {
                    attempts.incrementAndGet();
                    throw damaged;
                }))
                .isSameAs(damaged);
        assertThat(attempts).hasValue(1);
    }

    private static RocksDBException failure(Status.Code code) {
        return new RocksDBException("as asked", new Status(code, Status.SubCode.None, null));
    }
}
