package io.millrace;

import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Topology;
import java.util.List;
import java.util.Map;

/** Runs topologies. The public face; what happens behind it lands with the engine. */
public final class MillraceEngine implements AutoCloseable {

    private MillraceEngine() {}

    public static Builder builder() {
        return new Builder();
    }

    public List<TopologyHandle> topologies() {
        throw new UnsupportedOperationException();
    }

    public TopologyHandle topology(String name) {
        throw new UnsupportedOperationException(name);
    }

    public void start() {
        throw new UnsupportedOperationException();
    }

    public void drain() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** Collects what an engine needs. */
    public static final class Builder {

        public Builder applicationId(String applicationId) {
            return this;
        }

        public Builder clients(KafkaClientSupplier clients) {
            return this;
        }

        public Builder kafkaProperties(Map<String, Object> properties) {
            return this;
        }

        public Builder taskSlots(int slots) {
            return this;
        }

        public Builder topology(Topology topology) {
            return this;
        }

        public Builder defaultSettings(TopologySettings settings) {
            return this;
        }

        public Builder settings(String topology, TopologySettings settings) {
            return this;
        }

        public Builder listener(TopologyListener listener) {
            return this;
        }

        public Builder timeSource(TimeSource timeSource) {
            return this;
        }

        public MillraceEngine build() {
            throw new UnsupportedOperationException();
        }
    }
}
