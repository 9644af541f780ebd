package io.millrace.spring;

import io.millrace.errors.ErrorHandler;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.topology.Topology;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * The error handlers of a service: those that are meant for one topology, by their name or qualifier, and the one that is for all others.
 * Immutable.
 */
final class ErrorHandlers {

    private final Map<String, ErrorHandler> ofTopologies = new HashMap<>();
    private final @Nullable ErrorHandler ofAll;

    /** @throws InvalidSettingsException if several are for all topologies, or for the same one */
    ErrorHandlers(ListableBeanFactory beans, Collection<Topology> topologies) {
        TopologyNames names = new TopologyNames(topologies);
        Map<String, ErrorHandler> general = new HashMap<>(beans.getBeansOfType(ErrorHandler.class));
        for (Topology topology : topologies) {
            Map<String, ErrorHandler> own = new HashMap<>(general);
            own.keySet()
                    .removeIf(bean -> !BeanFactoryAnnotationUtils.isQualifierMatch(
                            name -> names.resolve(name).equals(topology.name()), bean, beans));
            only(own, "for topology '%s'".formatted(topology.name()))
                    .ifPresent(handler -> ofTopologies.put(topology.name(), handler));
            general.keySet().removeAll(own.keySet());
        }
        ofAll = only(general, "for all topologies").orElse(null);
    }

    /** Returns the handler of the topology named {@code topology}. */
    Optional<ErrorHandler> of(String topology) {
        return Optional.ofNullable(ofTopologies.getOrDefault(topology, ofAll));
    }

    private static Optional<ErrorHandler> only(Map<String, ErrorHandler> handlers, String what) {
        if (handlers.size() > 1) {
            throw new InvalidSettingsException(List.of(
                    "Beans '%s' are error handlers %s, and one can decide. Give each that is for one topology its name, as a @Qualifier."
                            .formatted(String.join("', '", new TreeSet<>(handlers.keySet())), what)));
        }
        return handlers.values().stream().findFirst();
    }
}
