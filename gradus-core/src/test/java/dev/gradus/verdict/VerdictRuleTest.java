package dev.gradus.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.ladder.RungStatus;
import dev.gradus.task.Policy;
import org.junit.jupiter.api.Test;

class VerdictRuleTest {
    @Test
    void where_every_gate_passes_the_verdict_is_to_fine_tune() {
        Verdict verdict = VerdictRule.decide(new Case().evidence());

        assertThat(verdict.gates())
                .filteredOn(gate -> !gate.passes())
                .as("gates that do not pass")
                .isEmpty();
        assertThat(verdict.kind()).isEqualTo(VerdictKind.FINE_TUNE);
        assertThat(verdict.headline())
                .isEqualTo(
                        "Fine-tune: the goal is missed (minilm-l6 linear scores 85.0 %, you asked for"
                                + " 95 %), the cheaper rungs are spent, and every gate passes.");
        assertThat(verdict.todo()).isEmpty();
    }

    @Test
    void one_closed_gate_makes_it_not_yet_with_what_to_do() {
        Case mvp = new Case();
        mvp.stage = Policy.Stage.MVP;

        Verdict verdict = VerdictRule.decide(mvp.evidence());

        assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_YET);
        assertThat(verdict.headline())
                .isEqualTo(
                        "Not yet: the goal is missed (minilm-l6 linear scores 85.0 %, you asked for"
                                + " 95 %), and 1 of 12 gates of fine-tuning do not pass.");
        assertThat(verdict.todo())
                .containsExactly(
                        "past-mvp: ship the best candidate first and learn from its traffic");
    }

    @Test
    void an_unknown_gate_never_permits() {
        Case blind = new Case();
        blind.tuning = TuningEvidence.none();

        Verdict verdict = VerdictRule.decide(blind.evidence());

        assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_YET);
        assertThat(verdict.gates())
                .filteredOn(gate -> gate.status() == Gate.Status.UNKNOWN)
                .extracting(Gate::name)
                .containsExactly("labels-or-tuning", "pays-back");
    }

    @Test
    void a_goal_met_below_stops_whatever_the_gates_say() {
        Case met = new Case();
        met.goal = 0.80;
        met.tuning = TuningEvidence.none();

        Verdict verdict = VerdictRule.decide(met.evidence());

        assertThat(verdict.kind()).isEqualTo(VerdictKind.STOP);
        assertThat(met.gate("gap").have())
                .isEqualTo(
                        "the goal is met below, by minilm-l6 linear at rung classifier (85.0 %)");
    }

    @Test
    void a_cheaper_rung_that_is_not_settled_makes_it_inconclusive() {
        Case open = new Case();
        open.examplesEnded = RungStatus.NOT_SHOWN;

        assertThat(VerdictRule.decide(open.evidence()).kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
        assertThat(open.gate("cheaper-rungs").have()).isEqualTo("not shown: examples");
    }
}
