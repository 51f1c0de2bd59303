package dev.gradus.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.MaybeBetter;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.RungStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenRungTest {
    @Test
    void a_gain_beside_which_another_candidate_may_be_better_does_not_close_its_rung() {
        ClimbEvidence settled = new Case().climb();
        assertThat(VerdictRule.decide(settled.evidence()).kind()).isEqualTo(VerdictKind.FINE_TUNE);

        Evidence open = withOpenCandidate(settled);
        Verdict verdict = VerdictRule.decide(open);

        assertThat(verdict.kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
        assertThat(verdict.reasons())
                .anySatisfy(reason ->
                        assertThat(reason)
                                .startsWith("Rung classifier is not settled: ")
                                .contains("maybe better: 5 won, 0 lost"));
        assertThat(verdict.todo())
                .contains("bring dev to about 900 examples to settle rung classifier");
        Gate gate =
                Gates.of(open).stream()
                        .filter(one -> one.name().equals("cheaper-rungs"))
                        .findFirst()
                        .orElseThrow();
        assertThat(gate.status()).isEqualTo(Gate.Status.FAIL);
        assertThat(gate.have())
                .isEqualTo("gain, and another candidate may be better still: classifier");
    }

    private static Evidence withOpenCandidate(ClimbEvidence evidence) {
        List<RungResult> rungs = new ArrayList<>();
        for (RungResult rung : evidence.ascent().rungs()) {
            if (rung.rung().word().equals("classifier")) {
                assertThat(rung.status()).isEqualTo(RungStatus.GAIN);
                Candidate candidate = rung.tried().getFirst().run().candidate();
                rungs.add(
                        new RungResult(
                                rung.rung(),
                                rung.status(),
                                rung.why(),
                                rung.add(),
                                rung.alpha(),
                                rung.tried(),
                                rung.proposal(),
                                OptionalLong.of(900),
                                List.of(
                                        new MaybeBetter(
                                                candidate,
                                                "maybe better: 5 won, 0 lost",
                                                OptionalLong.of(900)))));
            } else {
                rungs.add(rung);
            }
        }
        Ascent ascent = evidence.ascent();
        return new ClimbEvidence(
                        evidence.task(),
                        evidence.splits(),
                        new Ascent(
                                rungs,
                                ascent.kept(),
                                ascent.keptAt(),
                                ascent.dev(),
                                ascent.looks()),
                        evidence.findings(),
                        evidence.economics(),
                        evidence.movement(),
                        evidence.documents(),
                        evidence.tuning())
                .evidence();
    }
}
