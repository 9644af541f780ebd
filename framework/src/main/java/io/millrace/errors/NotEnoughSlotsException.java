package io.millrace.errors;

/** The workers of all topologies need more slots than the engine has. */
public final class NotEnoughSlotsException extends StartRefusedException {

    private final int needed;
    private final int configured;

    /** {@code breakdown} says where the slots go, as in {@code source 1 + score 20}. */
    public NotEnoughSlotsException(String topology, int needed, int configured, String breakdown) {
        super(("Topology '%s' needs more slots than are left: %d slots are needed in all (%s), %d are configured. "
                        + "Lower a stage's parallelism or raise 'millrace.task-slots'.")
                .formatted(topology, needed, breakdown, configured));
        this.needed = needed;
        this.configured = configured;
    }

    public int needed() {
        return needed;
    }

    public int configured() {
        return configured;
    }
}
