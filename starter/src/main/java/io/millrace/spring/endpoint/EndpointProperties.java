package io.millrace.spring.endpoint;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Settings of the actuator's endpoint 'millrace'. Immutable. */
@ConfigurationProperties("millrace.endpoint")
record EndpointProperties(@DefaultValue ActionProperties actions) {

    /**
     * What the endpoint may have topologies do. Immutable.
     *
     * @param enabled Whether the endpoint 'millrace' has topologies paused, restarted and so on for whom may write to it.
     */
    record ActionProperties(@DefaultValue("false") boolean enabled) {}
}
