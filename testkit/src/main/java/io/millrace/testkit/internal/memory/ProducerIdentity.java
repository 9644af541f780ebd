package io.millrace.testkit.internal.memory;

/** Who a producer is to the cluster: of two with one id, only that of the newer epoch may write. Immutable. */
record ProducerIdentity(long id, short epoch) {

    ProducerIdentity next() {
        return new ProducerIdentity(id, (short) (epoch + 1));
    }
}
