package io.millrace.faults;

import io.millrace.runtime.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a service in a process of its own is told. Immutable. */
record ServiceOptions(Ends ends, Pace pace, Kept kept, Crash crash) {

    /** Where it reads and writes, and as who. */
    record Ends(String bootstrapServers, String application, String in, String out) {}

    /** When its epochs end, what readers see of them, and after what time of silence it counts as dead. */
    record Pace(String trigger, Delivery delivery, Duration session) {}

    /** How it keeps its state; each value in the stores is {@code paddedTo} bytes long. */
    record Kept(Stores stores, Path directory, int standby, int paddedTo) {}

    /** That it ends at the {@code at}th time that it comes to {@code point}. */
    record Crash(CrashPoint point, int at) {}

    /** Returns options of an instance with short epochs that keeps its files in {@code directory}. */
    static ServiceOptions of(Ends ends, Path directory) {
        return new ServiceOptions(
                ends,
                new Pace("real-time 500ms", Delivery.AT_LEAST_ONCE, Duration.ofSeconds(6)),
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
                pace.session().toString(),
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
                new Pace(arguments[4], Delivery.valueOf(arguments[5]), Duration.parse(arguments[6])),
                new Kept(
                        Stores.valueOf(arguments[7]),
                        Path.of(arguments[8]),
                        Integer.parseInt(arguments[9]),
                        Integer.parseInt(arguments[10])),
                new Crash(CrashPoint.valueOf(arguments[11]), Integer.parseInt(arguments[12])));
    }

    ServiceOptions withBootstrapServers(String newBootstrapServers) {
        Ends newEnds = new Ends(newBootstrapServers, ends.application(), ends.in(), ends.out());
        return new ServiceOptions(newEnds, pace, kept, crash);
    }

    ServiceOptions withTrigger(String newTrigger) {
        return with(new Pace(newTrigger, pace.delivery(), pace.session()));
    }

    ServiceOptions withDelivery(Delivery newDelivery) {
        return with(new Pace(pace.trigger(), newDelivery, pace.session()));
    }

    /** Has others wait but a moment for it when it is dead. */
    ServiceOptions soonMissed() {
        return with(new Pace(pace.trigger(), pace.delivery(), Duration.ofSeconds(2)));
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
        return new ServiceOptions(ends, pace, kept, new Crash(point, at));
    }

    private ServiceOptions with(Pace newPace) {
        return new ServiceOptions(ends, newPace, kept, crash);
    }

    private ServiceOptions with(Kept newKept) {
        return new ServiceOptions(ends, pace, newKept, crash);
    }
}
