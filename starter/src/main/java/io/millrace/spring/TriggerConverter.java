package io.millrace.spring;

import io.millrace.runtime.Trigger;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/** Reads triggers as properties write them. Thread-safe. */
@ConfigurationPropertiesBinding
final class TriggerConverter implements Converter<String, Trigger> {

    @Override
    public Trigger convert(String text) {
        return Trigger.parse(text);
    }
}
