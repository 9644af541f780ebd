package io.millrace.faults;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a service in a process of its own is told. Immutable. */
record ServiceOptions(Ends ends, Pace pace, ShuffleMode shuffle, Patience patience, Kept kept, Crash crash) {

    /** Where it reads and writes, and as who. */
    record Ends(String bootstrapServers, String application, String in, String out) {}

    /** When its epochs end, and what readers see of them. */
    record Pace(String trigger, Delivery delivery) {}

    /** After what time of silence it counts as dead, and for how long it tries to send an output. */
    record Patience(Duration session, Duration sending) {}

    /** How it keeps its state; each value in the stores is {@code paddedTo} bytes long. */
    record Kept(Stores stores, Path directory, int standby, int paddedTo) {}

    /** That it ends at the {@code at}th time that it comes to {@code point}. */
    record Crash(CrashPoint point, int at) {}

    /** Returns options of an instance with short epochs that keeps its files in {@code directory}. */
    static ServiceOptions of(Ends ends, Path directory) {
        return new ServiceOptions(
                ends,
                new Pace("real-time 500ms", Delivery.AT_LEAST_ONCE),
                ShuffleMode.DURABLE,
                new Patience(Duration.ofSeconds(6), Duration.ofMinutes(2)),
                new Kept(Stores.BOTH, directory, 0, 0),
                new Crash(CrashPoint.NONE, 0));
    }

    List<String> arguments() {
        return List.of(
                ends.bootstrapServers(),
                ends.application(),
                ends.in(),
                ends.out(),
                pace.trigger(),
                pace.delivery().name(),
                shuffle.name(),
                patience.session().toString(),
                patience.sending().toString(),
                kept.stores().name(),
                kept.directory().toString(),
                String.valueOf(kept.standby()),
                String.valueOf(kept.paddedTo()),
                crash.point().name(),
                String.valueOf(crash.at()));
    }

    static ServiceOptions parse(String[] arguments) {
        return new ServiceOptions(
                new Ends(arguments[0], arguments[1], arguments[2], arguments[3]),
                new Pace(arguments[4], Delivery.valueOf(arguments[5])),
                ShuffleMode.valueOf(arguments[6]),
                new Patience(Duration.parse(arguments[7]), Duration.parse(arguments[8])),
                new Kept(
                        Stores.valueOf(arguments[9]),
                        Path.of(arguments[10]),
                        Integer.parseInt(arguments[11]),
                        Integer.parseInt(arguments[12])),
                new Crash(CrashPoint.valueOf(arguments[13]), Integer.parseInt(arguments[14])));
    }

    ServiceOptions withBootstrapServers(String newBootstrapServers) {
        Ends newEnds = new Ends(newBootstrapServers, ends.application(), ends.in(), ends.out());
        return new ServiceOptions(newEnds, pace, shuffle, patience, kept, crash);
    }

    ServiceOptions withTrigger(String newTrigger) {
        return with(new Pace(newTrigger, pace.delivery()));
    }

    ServiceOptions withDelivery(Delivery newDelivery) {
        return with(new Pace(pace.trigger(), newDelivery));
    }

    ServiceOptions withShuffle(ShuffleMode newShuffle) {
        return new ServiceOptions(ends, pace, newShuffle, patience, kept, crash);
    }

    /** Has others wait but a moment for it when it is dead. */
    ServiceOptions soonMissed() {
        return with(new Patience(Duration.ofSeconds(2), patience.sending()));
    }

    /** Has it give up an output long before anybody misses it. */
    ServiceOptions soonOutOfPatience() {
        return with(new Patience(Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    ServiceOptions withStores(Stores newStores) {
        return with(new Kept(newStores, kept.directory(), kept.standby(), kept.paddedTo()));
    }

    ServiceOptions withStandby(int newStandby) {
        return with(new Kept(kept.stores(), kept.directory(), newStandby, kept.paddedTo()));
    }

    /** Makes each value in the stores that many bytes long. */
    ServiceOptions paddedTo(int bytes) {
        return with(new Kept(kept.stores(), kept.directory(), kept.standby(), bytes));
    }

    /** Has it end at the {@code at}th time that it comes to {@code point}. */
    ServiceOptions crashingAt(CrashPoint point, int at) {
        return new ServiceOptions(ends, pace, shuffle, patience, kept, new Crash(point, at));
    }

    private ServiceOptions with(Pace newPace) {
        return new ServiceOptions(ends, newPace, shuffle, patience, kept, crash);
    }

    private ServiceOptions with(Patience newPatience) {
        return new ServiceOptions(ends, pace, shuffle, newPatience, kept, crash);
    }

    private ServiceOptions with(Kept newKept) {
        return new ServiceOptions(ends, pace, shuffle, patience, newKept, crash);
    }
}
