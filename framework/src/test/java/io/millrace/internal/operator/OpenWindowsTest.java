package io.millrace.internal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.Record;
import io.millrace.window.Window;
import io.millrace.window.Windowed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenWindowsTest {

    private final KeyWindows<Long> windows = new KeyWindows<>(
            new long[] {0, 10, 20}, new long[] {7, 12, 29}, new Object[] {1L, 2L, 3L}, KeyWindows.UNMARKED, 0);

    @Test
    void eachOpenWindowIsARowWithItsLargestTimestamp() {
        List<Record<Object, Object>> rows = rows(11);

        assertThat(rows)
                .extracting(Record::key)
                .containsExactly(
                        new Windowed<>("a", new Window(0, 10)),
                        new Windowed<>("a", new Window(10, 20)),
                        new Windowed<>("a", new Window(20, 30)));
        assertThat(rows).extracting(Record::value).containsExactly(1L, 2L, 3L);
        assertThat(rows).extracting(Record::timestamp).containsExactly(7L, 12L, 29L);
    }

    @Test
    void aWindowIsLeftOutFromTheWatermarkOnThatClosesIt() {
        assertThat(rows(22)).extracting(Record::value).containsExactly(3L);
        assertThat(rows(21)).extracting(Record::value).containsExactly(2L, 3L);
        assertThat(rows(32)).isEmpty();
    }

    private List<Record<Object, Object>> rows(long watermark) {
        List<Record<Object, Object>> rows = new ArrayList<>();
        new OpenWindows<>(new TimeShape<String, String, Long>(10, 10, 2, (key, value, sum) -> sum))
                .tell("a", windows, watermark, rows::add);
        return rows;
    }
}
