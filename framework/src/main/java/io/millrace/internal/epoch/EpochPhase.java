package io.millrace.internal.epoch;

/** What the coordinator waits for. The records of the next epoch flow in every phase. */
enum EpochPhase {
    /** Waits for the next barrier to be due: no epoch is being ended. */
    FLOWING,
    /** Waits for every worker to receive the barrier and to have its outputs acknowledged. */
    CLOSING,
    /** Waits for the checkpointer's word that the epoch is durable. */
    COMMITTING;

    EpochPhase next() {
        return switch (this) {
            case FLOWING -> CLOSING;
            case CLOSING -> COMMITTING;
            case COMMITTING -> FLOWING;
        };
    }
}
