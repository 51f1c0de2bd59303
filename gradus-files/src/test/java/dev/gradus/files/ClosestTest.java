package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestTest {
    @Test
    void counts_inserted_deleted_replaced_and_swapped_letters() {
        assertThat(Closest.distance("", "abc")).isEqualTo(3);
        assertThat(Closest.distance("crad", "card")).isEqualTo(1);
        assertThat(Closest.distance("kitten", "sitting")).isEqualTo(3);
        // the published difference to unrestricted Damerau-Levenshtein, which gives 2
        assertThat(Closest.distance("ca", "abc")).isEqualTo(3);
    }

    @Test
    void finds_the_nearest_word_and_the_first_among_equals() {
        assertThat(Closest.to("scor", List.of("goal", "score", "scorn"))).contains("score");
        assertThat(Closest.to("CARD", List.of("refund", "card"))).contains("card");
    }

    @Test
    void finds_nothing_where_nothing_is_near() {
        assertThat(Closest.to("colour", List.of("tools", "goal", "currency"))).isEmpty();
        assertThat(Closest.to("x".repeat(1_000_000), List.of("card"))).isEmpty();
    }

    @Test
    void quotes_a_value_on_one_line_and_cuts_it_at_80_characters() {
        assertThat(Quoted.value("a\nb\t\u0007\u00e9")).isEqualTo("'a\\nb\\t\\u0007\u00e9'");
        assertThat(Quoted.value("\ud83d\ude00".repeat(81)))
                .isEqualTo("'" + "\ud83d\ude00".repeat(80) + "...'");
    }
}
