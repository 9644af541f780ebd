package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far the restores of a topology are, or the loads of its global tables: listeners about every second, the log every ten. Confined to the source worker. */
final class RestoreReporter {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreReporter.class);
    private static final long NANOS = 1_000_000_000;
    private static final long TELL_NANOS = NANOS;
    private static final long LOG_NANOS = 10 * NANOS;

    private final String topology;
    private final Subject subject;
    private final TimeSource time;
    private final Consumer<RestoreProgress> listener;
    private final Map<Shard, Restoring> shards = new LinkedHashMap<>();
    private long began;
    private long records;
    private long bytes;
    private int restored;
    private long tellAt;
    private long logAt;

    RestoreReporter(String topology, Subject subject, TimeSource time, Consumer<RestoreProgress> listener) {
        this.topology = topology;
        this.subject = subject;
        this.time = time;
        this.listener = listener;
    }

    /** What it tells of. */
    enum Subject {
        STATE("state is", "restored", "shards"),
        GLOBAL_TABLES("global tables are", "loaded", "partitions");

        private final String subject;
        private final String done;
        private final String units;

        Subject(String subject, String done, String units) {
            this.subject = subject;
            this.done = done;
            this.units = units;
        }
    }

    /** One store of a restore. {@code before} is what a warm copy had of it. */
    private record Part(RestoreMeter meter, long recordsBefore, long bytesBefore, long offsetsBefore) {

        static Part of(RestoreMeter meter) {
            return new Part(meter, meter.records(), meter.bytes(), meter.offsetsDone());
        }

        static Part whole(RestoreMeter meter) {
            return new Part(meter, 0, 0, 0);
        }

        long records() {
            return Math.max(0, meter.records() - recordsBefore);
        }

        long bytes() {
            return Math.max(0, meter.bytes() - bytesBefore);
        }

        double perSecond(double amount, long elapsed) {
            return elapsed <= 0 ? 0 : amount * NANOS / elapsed;
        }

        Duration left(long elapsed) {
            double offsetsPerSecond = perSecond(Math.max(0, meter.offsetsDone() - offsetsBefore), elapsed);
            return offsetsPerSecond == 0
                    ? Duration.ZERO
                    : Duration.ofMillis((long) (1_000 * meter.offsetsLeft() / offsetsPerSecond));
        }
    }

    private record Restoring(long since, List<Part> parts) {}

    /** {@code meters} tell how far {@code shard} is, store by store. */
    void began(Shard shard, List<RestoreMeter> meters) {
        begin(shard, meters.stream().map(Part::of).toList());
    }

    /** The same for what has begun by itself: everything counts that {@code meters} have seen. */
    void hasBegun(Shard shard, List<RestoreMeter> meters) {
        begin(shard, meters.stream().map(Part::whole).toList());
    }

    void cancelled(Shard shard) {
        shards.remove(shard);
    }

    void ended(Shard shard) {
        Restoring done = shards.remove(shard);
        if (done != null) {
            restored++;
            tell(shard, done, true);
            done.parts().forEach(part -> {
                records += part.records();
                bytes += part.bytes();
            });
        }
        if (shards.isEmpty() && restored > 0) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}': {} {} ({} {}, {} records, {} bytes, {} ms)",
                            topology,
                            subject.subject,
                            subject.done,
                            restored,
                            subject.units,
                            records,
                            bytes,
                            (time.nanoTime() - began) / 1_000_000);
            restored = 0;
        }
    }

    /** Says what is due to be said. */
    void tick() {
        if (shards.isEmpty()) {
            return;
        }
        long now = time.nanoTime();
        if (now - tellAt >= 0) {
            tellAt = now + TELL_NANOS;
            shards.forEach((shard, restoring) -> tell(shard, restoring, false));
        }
        if (now - logAt >= 0) {
            logAt = now + LOG_NANOS;
            log();
        }
    }

    private void begin(Shard shard, List<Part> parts) {
        long now = time.nanoTime();
        if (shards.isEmpty()) {
            began = now;
            tellAt = now + TELL_NANOS;
            logAt = now + LOG_NANOS;
            records = 0;
            bytes = 0;
            restored = 0;
        }
        shards.put(shard, new Restoring(now, parts));
    }

    private void tell(Shard shard, Restoring restoring, boolean done) {
        long elapsed = time.nanoTime() - restoring.since();
        for (Part part : restoring.parts()) {
            listener.accept(new RestoreProgress(
                    topology,
                    part.meter().store(),
                    shard.partition(),
                    part.records(),
                    part.bytes(),
                    part.records() + (done ? 0 : part.meter().offsetsLeft()),
                    part.perSecond(part.records(), elapsed),
                    done ? Duration.ZERO : part.left(elapsed),
                    done));
        }
    }

    private void log() {
        long read = records;
        long left = 0;
        for (Restoring restoring : shards.values()) {
            for (Part part : restoring.parts()) {
                read += part.records();
                left += part.meter().offsetsLeft();
            }
        }
        LOG.atInfo()
                .addKeyValue("millrace.topology", topology)
                .log(
                        "Topology '{}': {} being {} ({} {}, {} done already; {} records read, about {} left)",
                        topology,
                        subject.subject,
                        subject.done,
                        shards.size(),
                        subject.units,
                        restored,
                        read,
                        left);
    }
}
