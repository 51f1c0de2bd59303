package dev.gradus.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.canonical.Canonical;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlikeHashTest {
    private static final String PROMPT = "Answer with one label. ".repeat(80);

    @Test
    void is_the_content_hash_of_the_three_texts() {
        AlikeHash hash = new AlikeHash();
        for (String body : List.of("", "short", PROMPT, PROMPT + "é", PROMPT + "é2", PROMPT)) {
            assertThat(of(hash, "head", body, "0"))
                    .isEqualTo(ContentHash.ofTexts(List.of("head", body, "0")))
                    .isEqualTo(of(hash, "head", body, "0"));
        }
    }

    @Test
    void is_the_content_hash_whatever_order_prompts_heads_and_lengths_come_in() {
        long seed = 41;
        Random random = new Random(seed);
        AlikeHash hash = new AlikeHash();
        for (int i = 0; i < 5_000; i++) {
            String prompt = PROMPT.substring(random.nextInt(3) * 300);
            String body = prompt + "x".repeat(random.nextInt(40)) + random.nextInt(1_000);
            String head = "model" + random.nextInt(20) / 19;
            assertThat(of(hash, head, body, "1"))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(ContentHash.ofTexts(List.of(head, body, "1")));
        }
    }

    @Test
    void is_the_content_hash_for_many_threads_with_different_prompts() {
        AlikeHash hash = new AlikeHash();
        List<Integer> wrong =
                IntStream.range(0, 20_000)
                        .parallel()
                        .filter(i -> {
                            String body = "prompt " + i % 3 + PROMPT + i;
                            return !of(hash, "m", body, "0")
                                    .equals(ContentHash.ofTexts(List.of("m", body, "0")));
                        })
                        .boxed()
                        .toList();
        assertThat(wrong).isEmpty();
    }

    private static String of(AlikeHash hash, String head, String body, String tail) {
        return hash.of(Canonical.text(head), Canonical.text(body), Canonical.text(tail));
    }
}
