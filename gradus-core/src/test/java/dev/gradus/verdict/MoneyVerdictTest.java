package dev.gradus.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.task.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A goal that is met at a price that tuning could undercut.
class MoneyVerdictTest {
    private static Case dear() {
        Case dear = new Case();
        dear.goal = 0.80;
        dear.cost = Money.of(60, "USD");
        dear.tuning = TuningEvidence.none();
        return dear;
    }

    @Test
    void a_goal_met_at_a_price_that_tuning_would_undercut_is_worth_a_pilot() {
        Verdict verdict = VerdictRule.decide(dear().evidence());

        assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_YET);
        assertThat(verdict.headline())
                .startsWith("Not yet, worth a pilot: minilm-l6 linear meets the goal and costs")
                .contains("a tuned model that just reaches the goal less its tolerance would save");
        assertThat(verdict.use().orElseThrow()).startsWith("Use it meanwhile: minilm-l6 linear");
        assertThat(verdict.todo().getFirst())
                .startsWith(
                        "run a pilot (gradus tune): it tells what tuning brings, and costs about")
                .contains("175 USD");
        assertThat(new CaseGate(verdict).of("gap").status()).isEqualTo(Gate.Status.UNKNOWN);
    }

    @Test
    void a_stated_cost_goal_that_is_met_is_the_word_that_they_can_pay() {
        Case willing = dear();
        willing.costGoal = Optional.of(Money.of(100, "USD"));

        Verdict verdict = VerdictRule.decide(willing.evidence());

        assertThat(verdict.kind()).isEqualTo(VerdictKind.STOP);
        assertThat(verdict.reasons())
                .anySatisfy(reason ->
                        assertThat(reason)
                                .startsWith(
                                        "The cost goal is met. A tuned model that just reached"));
    }

    @Test
    void where_a_pilot_and_every_gate_say_so_it_is_fine_tune_for_the_money() {
        Case piloted = dear();
        piloted.matters = 0.02;
        piloted.tuning = TuningEvidence.none().withForecast(Case.forecast());

        Verdict verdict = VerdictRule.decide(piloted.evidence());

        assertThat(Gate.closed(verdict.gates())).isEmpty();
        assertThat(verdict.kind()).isEqualTo(VerdictKind.FINE_TUNE);
        assertThat(verdict.headline()).startsWith("Fine-tune, for the money:");
    }

    @Test
    void a_goal_met_cheaply_stops() {
        Case cheap = new Case();
        cheap.goal = 0.80;
        cheap.tuning = TuningEvidence.none();

        assertThat(VerdictRule.decide(cheap.evidence()).kind()).isEqualTo(VerdictKind.STOP);
    }

    private record CaseGate(Verdict verdict) {
        Gate of(String name) {
            return verdict.gates().stream()
                    .filter(gate -> gate.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
