package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlobalTablesTest {

    private final GlobalEntries table = new GlobalTables(List.of("merchants")).of("merchants");

    @Test
    void theLastValueCounts() {
        table.put("shop", 1);
        table.put("shop", 2);

        assertThat(table.get("shop")).isEqualTo(2);
        assertThat(table.approximateNumEntries()).isEqualTo(1);
    }

    @Test
    void nullRemoves() {
        table.put("shop", 1);
        table.put("shop", null);

        assertThat(table.get("shop")).isNull();
        assertThat(table.approximateNumEntries()).isZero();
    }

    @Test
    void keysThatAreArraysCountByContent() {
        table.put(bytes("shop"), 1);

        assertThat(table.get(bytes("shop"))).isEqualTo(1);
        assertThat(entries()).singleElement().satisfies(entry -> assertThat(entry.key())
                .isEqualTo(bytes("shop")));
    }

    @Test
    void allEntriesAreShown() {
        table.put("shop", 1);
        table.put("bar", 2);

        assertThat(entries()).containsExactlyInAnyOrder(new Entry<>("shop", 1), new Entry<>("bar", 2));
    }

    @Test
    void anUnknownTableIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GlobalTables(List.of("merchants")).of("shops"))
                .withMessageContaining("'shops'");
    }

    private List<Entry<Object, Object>> entries() {
        List<Entry<Object, Object>> found = new ArrayList<>();
        try (EntryIterator<Object, Object> all = table.all()) {
            all.forEachRemaining(found::add);
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
