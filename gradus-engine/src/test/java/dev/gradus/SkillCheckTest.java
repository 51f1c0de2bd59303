package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkillCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    WORDS | 3 | one two three | one two
                    ITEMS | 2 | '- a\n- b' | '- a\nb'
                    JSON | a,b | '{"a": "x", "b": "y"}' | '{"a": "x"}'
                    JSON | a,b | '{"b": "x", "a": "y"}' | 'Here: {"a": "x", "b": "y"}'
                    JSON | a | '{"a": "x"}' | '{"a": 1}'
                    UPPER | '' | LOUD. | Loud.
                    LOWER | '' | soft. | Soft.
                    EXACT | lamp | lamp | lamp.
                    LANGUAGE | de | 'Das Meer ist weit und die Luft ist klar.' | 'The sea is wide and the air is clear.'
                    LANGUAGE | fr | 'Le pain est bon et les gens sont dans la rue.' | 'El pan es bueno y los niños están con su madre.'
                    LANGUAGE | nl | 'De zee is groot en het water is koud, met een boot.' | 'Das Meer ist weit und die Luft ist klar.'
                    WITHOUT | the | 'A boat goes out.' | 'Then the boat goes.'
                    ENDS | That is all. | 'The sea is wide. That is all.' | 'The sea is wide.'
                    SENTENCES | 2 | 'One. Two.' | 'One. Two. Three.'
                    PARTS | 3 | 'a; b; c' | 'a; b c; d'
                    """)
    void holds_for_what_was_asked_and_for_nothing_else(
            SkillCheck check, String value, String right, String wrong) {
        assertThat(check.score(value, right)).as(right).isEqualTo(1);
        assertThat(check.score(value, wrong)).as(wrong).isZero();
        assertThat(check.score(value, " ")).isZero();
    }
}
