package io.millrace.internal.engine;

import io.millrace.internal.stage.Worker;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs one worker on a thread of its own until the run ends. Confined to that thread. */
final class StageLoop implements Runnable {

    private final Worker worker;
    private final Parking parking;
    private final BooleanSupplier ended;
    private final Consumer<Throwable> onFailure;

    StageLoop(Worker worker, Parking parking, BooleanSupplier ended, Consumer<Throwable> onFailure) {
        this.worker = worker;
        this.parking = parking;
        this.ended = ended;
        this.onFailure = onFailure;
    }

    @Override
    public void run() {
        try {
            while (!ended.getAsBoolean()) {
                if (worker.doWork() == 0) {
                    sleepUnlessThereIsWork();
                }
            }
        } catch (Throwable thrown) {
            onFailure.accept(thrown);
        } finally {
            WorkerClosing.close(worker);
        }
    }

    private void sleepUnlessThereIsWork() {
        parking.announce();
        if (worker.doWork() == 0 && !ended.getAsBoolean()) {
            parking.sleep(worker.nanosToNextWork());
        } else {
            parking.cancel();
        }
    }
}
