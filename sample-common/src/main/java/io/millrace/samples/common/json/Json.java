package io.millrace.samples.common.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** How the samples read and write JSON: records and bodies are small, so what is large or deep is refused while it is read. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(constraints()).build())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .build();

    private Json() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Returns the bounds on what is read: 16 KiB, eight levels. */
    public static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxDocumentLength(16 * 1024)
                .maxNestingDepth(8)
                .maxTokenCount(1_000)
                .maxStringLength(1_000)
                .maxNameLength(100)
                .maxNumberLength(100)
                .build();
    }
}
