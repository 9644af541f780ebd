package io.millrace.errors;

import java.util.List;

/** The workers of all topologies need more slots than the engine has. */
public final class NotEnoughSlotsException extends StartRefusedException {

    private final int needed;
    private final int configured;

    /**
     * @param topologies all of the engine's
     * @param needed by all of them
     * @param breakdown where the slots go, as in {@code source 1 + score 20}
     */
    public NotEnoughSlotsException(List<String> topologies, int needed, String breakdown, int configured) {
        super("%s %d slots (%s), %d are configured. Lower a stage's parallelism or raise 'millrace.task-slots'."
                .formatted(
                        topologies.size() == 1
                                ? "Topology '%s' needs".formatted(topologies.get(0))
                                : "Topologies '%s' need".formatted(String.join("', '", topologies)),
                        needed,
                        breakdown,
                        configured));
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
