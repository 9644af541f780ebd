package io.millrace.testkit.internal.memory;

/** Where a transactional producer is. */
enum TransactionPhase {
    UNINITIALIZED,
    READY,
    IN_TRANSACTION,
    /** Only an abort helps. */
    ABORTABLE_ERROR,
    /** Nothing helps. */
    FATAL_ERROR
}
