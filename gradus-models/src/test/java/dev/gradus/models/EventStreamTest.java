package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    @Test
    void an_event_is_the_data_up_to_a_blank_line() throws IOException {
        assertThat(events("data: a\n\ndata:b\n\n")).containsExactly("a", "b");
    }

    @Test
    void lines_of_data_are_joined_and_one_blank_is_taken_off() throws IOException {
        assertThat(events("data: a\ndata:  b\ndata\ndata: c\n\n")).containsExactly("a\n b\n\nc");
    }

    @Test
    void comments_names_ids_and_unknown_fields_are_passed_over() throws IOException {
        assertThat(events(": hello\nevent: x\nid: 7\nretry: 10\ndatabase: no\ndata: a\n\n"))
                .containsExactly("a");
    }

    @Test
    void an_event_without_data_is_none() throws IOException {
        assertThat(events("event: ping\n\n\n\ndata:\n\n")).containsExactly("");
    }

    @Test
    void an_event_that_no_blank_line_ends_is_none() throws IOException {
        assertThat(events("data: a\n\ndata: b\n")).containsExactly("a");
    }

    @Test
    void a_byte_order_mark_is_taken_off() throws IOException {
        assertThat(events("\uFEFFdata: a\n\n")).containsExactly("a");
    }

    @Test
    void any_line_end_in_any_slices_gives_the_same_events() throws IOException {
        String text = "data: ä€😀\n: c\n\ndata: b\ndata: c\n\n";
        for (String end : List.of("\n", "\r", "\r\n")) {
            byte[] bytes = text.replace("\n", end).getBytes(StandardCharsets.UTF_8);
            for (long seed = 0; seed < 50; seed++) {
                List<String> told = new ArrayList<>();
                new EventStream(sliced(bytes, seed), 1 << 20).each(told::add);
                assertThat(told).as("seed %s", seed).containsExactly("ä€😀", "b\nc");
            }
        }
    }

    @Test
    void a_stream_beyond_its_bound_is_too_large() {
        byte[] bytes = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        EventStream stream = new EventStream(new ByteArrayInputStream(bytes), 50_000);
        assertThatThrownBy(() -> stream.each(data -> {})).isInstanceOf(Body.TooLarge.class);
    }

    private static List<String> events(String text) throws IOException {
        List<String> told = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        new EventStream(in, 1 << 20).each(told::add);
        return told;
    }

    private static InputStream sliced(byte[] bytes, long seed) {
        Random random = new Random(seed);
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(4)));
            }
        };
    }
}
