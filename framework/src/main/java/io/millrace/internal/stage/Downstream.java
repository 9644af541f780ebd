package io.millrace.internal.stage;

import io.millrace.processor.Record;
import java.util.List;

/** The operators behind one node, with their names. Immutable. */
record Downstream(List<String> names, List<Operator> operators) {

    Downstream {
        names = List.copyOf(names);
        operators = List.copyOf(operators);
    }

    void forward(Record<Object, Object> record) {
        for (Operator operator : operators) {
            operator.process(record);
        }
    }

    void forward(Record<Object, Object> record, String child) {
        int index = names.indexOf(child);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "No node '%s' follows here; known: '%s'".formatted(child, String.join("', '", names)));
        }
        operators.get(index).process(record);
    }
}
