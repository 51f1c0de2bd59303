package dev.gradus.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void what_was_marked_is_found_and_little_else() {
        Marks marks = new Marks();
        IntStream.range(0, 20_000).parallel().forEach(i -> marks.mark("made" + i));

        assertThat(IntStream.range(0, 20_000)).allMatch(i -> marks.maybe("made" + i));
        long taken = IntStream.range(0, 20_000).filter(i -> marks.maybe("other" + i)).count();
        assertThat(taken).isLessThan(1_000);
    }
}
