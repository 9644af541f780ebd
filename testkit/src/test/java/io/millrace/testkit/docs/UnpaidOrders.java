package io.millrace.testkit.docs;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Reminds of orders that nobody has paid for three days. */
final class UnpaidOrders {

    static final StoreDefinition<TimerState<String>> REMINDERS = Stores.timers("reminders");

    private UnpaidOrders() {}

    static Topology topology() {
        TopologyBuilder builder = TopologyBuilder.named("unpaid").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, String> orders = builder.stream("orders");
        orders.process(Reminder::new, REMINDERS).to("reminders");
        return builder.build();
    }

    static final class Reminder implements Processor<String, String, String, String> {
        private @Nullable ProcessorContext<String, String> context;
        private @Nullable TimerState<String> timers;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
            timers = newContext.getStateStore(REMINDERS);
        }

        @Override
        public void process(Record<String, String> order) {
            if (order.value().equals("paid")) {
                timers().cancel("unpaid");
            } else {
                timers().atEventTime(
                                "unpaid", order.timestamp() + Duration.ofDays(3).toMillis());
            }
        }

        @Override
        public void onTimer(Timer<String> timer) {
            context().forward(new Record<>(timer.key(), "unpaid", timer.timestamp(), new RecordHeaders()));
        }

        private ProcessorContext<String, String> context() {
            return Objects.requireNonNull(context, "init comes first");
        }

        private TimerState<String> timers() {
            return Objects.requireNonNull(timers, "init comes first");
        }
    }
}
