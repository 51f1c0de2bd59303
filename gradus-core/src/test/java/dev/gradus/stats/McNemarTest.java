package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;
import org.junit.jupiter.api.Test;

class McNemarTest {
    @Test
    void reproduces_the_published_p_values() {
        // Complete response before and after consolidation therapy (Cavo et al. 2012), 59/6/16/80,
        // in Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency Tables,
        // chapter 8: exact conditional 0.052479, mid-p 0.034690
        PairedCounts cavo = new PairedCounts(59, 6, 16, 80);
        assertThat(McNemar.exactTwoSided(cavo)).isEqualTo(0.052479, within(5e-7));
        assertThat(McNemar.midPTwoSided(cavo)).isEqualTo(0.034690, within(5e-7));
    }

    @Test
    void one_win_and_seven_losses_by_hand() {
        PairedCounts counts = new PairedCounts(1, 7, 1, 12);
        assertThat(McNemar.exactTwoSided(counts)).isEqualTo(2 * (1 + 8) / 256.0, within(1e-15));
        assertThat(McNemar.exactGreater(counts)).isEqualTo(1 - 1 / 256.0, within(1e-15));
        assertThat(McNemar.exactGreater(counts.swapped())).isEqualTo(9 / 256.0, within(1e-15));
        assertThat(McNemar.midPTwoSided(counts)).isEqualTo(10 / 256.0, within(1e-15));
    }

    @Test
    void agrees_with_the_binomial_test_of_commons_statistics() {
        long seed = 4;
        SplittableRandom random = new SplittableRandom(seed);
        // One side at a time: its two-sided p leaves out the mirror of the observed split where
        // rounding makes the two equal terms differ (190 pairs, 69 losses: 0.000154 for 0.000198).
        BinomialTest greater = BinomialTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN);
        BinomialTest less = greater.with(AlternativeHypothesis.LESS_THAN);
        for (int i = 0; i < 2_000; i++) {
            int wins = random.nextInt(0, 300);
            int losses = random.nextInt(1, 300);
            PairedCounts counts = new PairedCounts(5, losses, wins, 0);
            double pGreater = greater.test(wins + losses, wins, 0.5).getPValue();
            double pLess = less.test(wins + losses, wins, 0.5).getPValue();
            String at = "seed " + seed + ": " + wins + " wins, " + losses + " losses";
            assertThat(McNemar.exactGreater(counts)).as(at).isEqualTo(pGreater, within(1e-12));
            assertThat(McNemar.exactTwoSided(counts))
                    .as(at)
                    .isEqualTo(Math.min(1, 2 * Math.min(pGreater, pLess)), within(1e-12));
        }
    }

    @Test
    void the_two_sided_p_counts_both_ends() {
        // 2 * sum of C(190, k), k to 69, over 2^190, computed with mpmath 1.3 at 40 digits
        assertThat(McNemar.exactTwoSided(new PairedCounts(0, 69, 121, 0)))
                .isEqualTo(0.00019837619044889739705, within(1e-17));
    }

    @Test
    void no_discordant_pair_shows_nothing() {
        PairedCounts same = new PairedCounts(10, 0, 0, 3);
        assertThat(McNemar.exactTwoSided(same)).isEqualTo(1);
        assertThat(McNemar.exactGreater(same)).isEqualTo(1);
        assertThat(McNemar.midPTwoSided(same)).isEqualTo(0.5);
    }

    @Test
    void a_million_discordant_pairs_are_exact_too() {
        // Twice 3.1804668750412442632e-5, computed with mpmath 1.3 at 50 digits
        PairedCounts counts = new PairedCounts(7, 498_000, 502_000, 9);
        assertThat(McNemar.exactTwoSided(counts)).isEqualTo(6.3609337500824885e-5, within(1e-16));
    }

    @Test
    void never_rejects_more_often_than_alpha() {
        for (int discordant = 1; discordant <= 200; discordant++) {
            double rejected = 0;
            for (int wins = 0; wins <= discordant; wins++) {
                PairedCounts counts = new PairedCounts(1, discordant - wins, wins, 1);
                if (McNemar.exactTwoSided(counts) <= 0.05) {
                    rejected += Binomial.pmf(wins, discordant, 0.5);
                }
            }
            assertThat(rejected).as("%d discordant", discordant).isLessThanOrEqualTo(0.05 + 1e-12);
        }
    }

    @Test
    void counts_aligned_answers() {
        boolean[] baseline = {true, true, false, false, false};
        boolean[] candidate = {true, false, true, true, false};
        PairedCounts counts = PairedCounts.of(baseline, candidate);
        assertThat(counts).isEqualTo(new PairedCounts(1, 1, 2, 1));
        assertThat(counts.difference()).isEqualTo(0.2);
        assertThat(counts.discordance()).isEqualTo(0.6);
    }
}
