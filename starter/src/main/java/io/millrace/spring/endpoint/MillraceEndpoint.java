package io.millrace.spring.endpoint;

import io.millrace.internal.plan.NearestName;
import io.millrace.runtime.TopologyHandle;
import io.millrace.spring.view.TopologySummary;
import io.millrace.spring.view.TopologyView;
import io.millrace.spring.view.TopologyViews;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows the service's topologies under '/actuator/millrace', and has them do something. Nothing of a record is in what it shows. Thread-safe.
 */
@WebEndpoint(id = "millrace")
public final class MillraceEndpoint {

    private final Supplier<List<TopologyHandle>> topologies;
    private final TopologyViews views;
    private final Actions actions;

    MillraceEndpoint(Supplier<List<TopologyHandle>> topologies, TopologyViews views, Actions actions) {
        this.topologies = topologies;
        this.views = views;
        this.actions = actions;
    }

    /** Returns all topologies in short. */
    @ReadOperation
    public Map<String, List<TopologySummary>> topologies() {
        return Map.of(
                "topologies", topologies.get().stream().map(views::summary).toList());
    }

    /** Returns all that is known of one. */
    @ReadOperation
    public WebEndpointResponse<Object> topology(@Selector String topology) {
        return find(topology)
                .map(found -> answer(views.view(found), WebEndpointResponse.STATUS_OK))
                .orElseGet(() -> unknown(topology));
    }

    /** Returns a part of that: its plan, progress or stores. */
    @ReadOperation
    public WebEndpointResponse<Object> part(@Selector String topology, @Selector String part) {
        return find(topology).map(found -> part(found, part)).orElseGet(() -> unknown(topology));
    }

    /**
     * Has one do something.
     *
     * @param trigger the one to switch to
     * @param exception of the dead letters that are meant, as the others that follow; all that are left out mean any
     */
    @WriteOperation
    public WebEndpointResponse<Object> act(
            @Selector String topology,
            @Selector String action,
            @Nullable String trigger,
            @Nullable String exception,
            @Nullable String stage,
            @Nullable String phase,
            @Nullable String topic,
            @Nullable String since) {
        return find(topology)
                .map(found ->
                        actions.run(found, action, new ActionInput(trigger, exception, stage, phase, topic, since)))
                .orElseGet(() -> unknown(topology));
    }

    private Optional<TopologyHandle> find(String name) {
        return topologies.get().stream()
                .filter(topology -> topology.name().equals(name))
                .findFirst();
    }

    private WebEndpointResponse<Object> part(TopologyHandle topology, String part) {
        TopologyView view = views.view(topology);
        return switch (part) {
            case "plan" -> answer(new PlanPart(view.plan(), topology.explain()), WebEndpointResponse.STATUS_OK);
            case "progress" -> answer(ProgressPart.of(view), WebEndpointResponse.STATUS_OK);
            case "stores" -> answer(new StoresPart(view.stores(), view.restores()), WebEndpointResponse.STATUS_OK);
            default ->
                answer(
                        new Refusal("A topology has no part '%s'. %s"
                                .formatted(part, NearestName.suggest(part, List.of("plan", "progress", "stores")))),
                        WebEndpointResponse.STATUS_NOT_FOUND);
        };
    }

    private WebEndpointResponse<Object> unknown(String topology) {
        List<String> names = topologies.get().stream().map(TopologyHandle::name).toList();
        return answer(
                new Refusal("There is no topology '%s'. %s".formatted(topology, NearestName.suggest(topology, names))),
                WebEndpointResponse.STATUS_NOT_FOUND);
    }

    static WebEndpointResponse<Object> answer(Object body, int status) {
        return new WebEndpointResponse<>(body, status);
    }
}
