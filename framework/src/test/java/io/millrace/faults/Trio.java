package io.millrace.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Three instances of a service, numbered from 0, and what can happen to them. Confined to the test's thread. */
final class Trio {

    static final int COUNT = 3;

    private final Services services;
    private final IntFunction<ServiceOptions> options;
    private final List<ServiceProcess> instances = new ArrayList<>();
    private final Random random = new Random();

    private Trio(Services services, IntFunction<ServiceOptions> options) {
        this.services = services;
        this.options = options;
    }

    /** Starts three instances, whose options are by their number, and waits until they share the work. */
    static Trio start(Services services, IntFunction<ServiceOptions> options) {
        Trio trio = new Trio(services, options);
        for (int number = 0; number < COUNT; number++) {
            trio.instances.add(services.launch(options.apply(number)));
        }
        services.awaitInstances(COUNT);
        return trio;
    }

    ServiceProcess get(int number) {
        return instances.get(number);
    }

    boolean anyPrinted(String text) {
        return instances.stream().anyMatch(instance -> instance.output().contains(text));
    }

    void forEach(Consumer<ServiceProcess> action) {
        instances.forEach(action);
    }

    /** Waits for so many outputs that the next fault comes at any moment of an epoch. */
    void runForAWhile() {
        services.awaitMore(500 + random.nextInt(1_000));
    }

    /** Starts one again that has ended, and waits until it has its share. */
    void startAgain(int number) {
        startAgain(number, options.apply(number));
        services.awaitInstances(COUNT);
    }

    /** The same with other options, and without waiting. */
    ServiceProcess startAgain(int number, ServiceOptions other) {
        ServiceProcess instance = services.launch(other);
        instances.set(number, instance);
        return instance;
    }

    /** Kills one; the others take over. */
    void kill(int number) {
        services.kill(get(number));
        services.awaitInstances(COUNT - 1);
    }

    /** Has one stand still until the others have taken over, and for a while after that; then it comes back. */
    void replaceForAWhile(int number) {
        get(number).suspend();
        services.awaitInstances(COUNT - 1);
        runForAWhile();
        get(number).resume();
        services.awaitInstances(COUNT);
    }

    void killAll() {
        services.kill(instances.toArray(ServiceProcess[]::new));
    }

    void startAllAgain() {
        startAllAgainBut(COUNT);
    }

    /** Stops all of them gracefully. */
    void terminateAll() {
        terminateAllBut(COUNT);
    }

    void terminateAllBut(int stays) {
        for (int number = 0; number < COUNT; number++) {
            if (number != stays) {
                get(number).terminate();
            }
        }
    }

    void startAllAgainBut(int stays) {
        for (int number = 0; number < COUNT; number++) {
            if (number != stays) {
                startAgain(number, options.apply(number));
            }
        }
        services.awaitInstances(COUNT);
    }
}
