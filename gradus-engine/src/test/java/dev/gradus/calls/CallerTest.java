package dev.gradus.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Usage;
import dev.gradus.cost.Price;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger.Spent;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.ScriptedModel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final ModelName NAME = ModelName.parse("openai/small");
    private static final Spent NOTHING = new Spent(0, 0, 0, 0);
    private final MemoryLedger ledger = new MemoryLedger();
    private final ScriptedModel model =
            new ScriptedModel(
                    "openai/small", request -> "to " + ScriptedModel.lastUserMessage(request));

    @Test
    void a_question_asked_by_many_at_once_is_asked_once() {
        model.taking(50);
        Caller caller = caller(Optional.empty(), OptionalLong.empty());

        List<String> answers =
                Together.all(40, i -> caller.ask(NAME, question("same"), 0).reply().text());

        assertThat(answers).containsOnly("to same");
        assertThat(model.calls()).isEqualTo(1);
    }

    @Test
    void a_reply_in_the_ledger_is_not_paid_for_again() {
        caller(Optional.empty(), OptionalLong.empty()).ask(NAME, question("a"), 0);
        caller(Optional.empty(), OptionalLong.empty()).ask(NAME, question("a"), 0);
        assertThat(model.calls()).isEqualTo(1);

        caller(Optional.empty(), OptionalLong.empty()).ask(NAME, question("a"), 1);
        assertThat(model.calls()).as("another repeat is another question").isEqualTo(2);
    }

    @Test
    void tries_again_what_may_succeed_and_waits_as_long_as_the_provider_asks() {
        model.failing(call ->
                call <= 2
                        ? new CallFailure(
                                Kind.RATE_LIMITED, "slow down", Optional.of(Duration.ofMillis(80)))
                        : null);
        long began = System.nanoTime();

        assertThat(
                        caller(Optional.empty(), OptionalLong.empty())
                                .ask(NAME, question("a"), 0)
                                .reply()
                                .text())
                .isEqualTo("to a");
        assertThat(model.calls()).isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThanOrEqualTo(Duration.ofMillis(160));
    }

    @Test
    void gives_up_at_once_on_a_request_that_the_provider_will_not_take() {
        model.failing(call -> new CallFailure(Kind.REJECTED, "too long"));
        assertThatThrownBy(() ->
                        caller(Optional.empty(), OptionalLong.empty()).ask(NAME, question("a"), 0))
                .isInstanceOf(CallFailure.class)
                .hasMessage("too long");
        assertThat(model.calls()).isEqualTo(1);
    }

    @Test
    void a_refused_key_ends_the_climb() {
        model.failing(call -> new CallFailure(Kind.UNAUTHORIZED, "the key was refused"));
        assertThatThrownBy(() ->
                        caller(Optional.empty(), OptionalLong.empty()).ask(NAME, question("a"), 0))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage("the key was refused");
    }

    @Test
    void a_model_that_lost_twenty_calls_in_a_row_is_not_asked_further() {
        model.failing(call -> new CallFailure(Kind.REJECTED, "no such model"));
        Caller caller = caller(Optional.empty(), OptionalLong.empty());
        for (int i = 0; i < 100; i++) {
            String text = "q" + i;
            assertThatThrownBy(() -> caller.ask(NAME, question(text), 0))
                    .isInstanceOf(CallFailure.class)
                    .hasMessageContaining("no such model");
        }
        assertThat(model.calls())
                .as("and every 20th after them, to see whether it is back")
                .isEqualTo(24);
    }

    @Test
    void a_model_that_left_twenty_replies_in_a_row_empty_is_not_asked_further() {
        model.replying((call, request) ->
                call == 10
                        ? null
                        : new ChatReply(
                                "<think>where was I",
                                List.of(),
                                ChatReply.Finish.LENGTH,
                                Usage.of(9, 2_048),
                                OptionalDouble.empty(),
                                "small"));
        Caller caller = caller(Optional.empty(), OptionalLong.empty());
        for (int i = 0; i < 29; i++) {
            caller.ask(NAME, question("q" + i), 0);
        }
        for (int i = 29; i < 40; i++) {
            String text = "q" + i;
            assertThatThrownBy(() -> caller.ask(NAME, question(text), 0))
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessageContaining("left 20 replies in a row empty: finish reason length")
                    .hasMessageContaining("the provider does not say how many tokens were thought")
                    .hasMessageContaining("This request's bound is no setting");
        }
        assertThat(model.calls()).isEqualTo(30);
        assertThat(ledger.spent(1).calls()).as("each is durable").isEqualTo(30);
    }

    @Test
    void many_calls_at_once_never_cross_the_budget_and_stop_only_when_it_is_used() {
        model.taking(3);
        Money budget = Money.of(0.01, "USD");
        Caller caller = caller(Optional.of(budget), OptionalLong.empty());

        assertThatThrownBy(() ->
                        Together.all(5_000, i -> caller.ask(NAME, question("number " + i), 0)))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessageContaining("of budget.climb 0.01 USD there is")
                .hasMessageEndingWith(
                        "What was answered is kept: raise budget.climb and run the same command to"
                                + " go on from here.");

        assertThat(ledger.spent(1).money()).isBetween(0.9 * budget.amount(), budget.amount());
    }

    @Test
    void tokens_are_bounded_too() {
        Caller caller = caller(Optional.empty(), OptionalLong.of(2_000));
        assertThatThrownBy(
                        () -> Together.all(500, i -> caller.ask(NAME, question("number " + i), 0)))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessageContaining("budget.tokens 2,000");
        assertThat(ledger.spent(1).tokens()).isLessThanOrEqualTo(2_000);
    }

    @Test
    void a_budget_of_money_needs_a_price() {
        Caller caller =
                new Caller(
                        name -> model,
                        ledger,
                        PriceBook.empty(),
                        new Budget(Optional.of(Money.of(1, "USD")), OptionalLong.empty(), NOTHING),
                        settings(),
                        CallRecorder.NONE,
                        1);
        assertThatThrownBy(() -> caller.ask(NAME, question("a"), 0))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessage(
                        "budget.climb is 1.00 USD, and the price of openai/small is unknown, so no"
                                + " sum can be held. Add its price to prices.yaml beside the task file,"
                                + " or bound the tokens instead: budget: { tokens: 1000000 }.");
        assertThat(model.calls()).isZero();
    }

    @Test
    void asks_fewer_at_once_after_a_429() {
        model.taking(5);
        Caller caller = caller(Optional.empty(), OptionalLong.empty());
        Together.all(2_000, i -> caller.ask(NAME, question("warm " + i), 0));
        assertThat(model.mostInFlight()).isGreaterThan(64).isLessThanOrEqualTo(128);

        ScriptedModel narrow = new ScriptedModel("openai/small", request -> "x").taking(5);
        narrow.failing(call ->
                narrow.inFlightNow() > 20 ? new CallFailure(Kind.RATE_LIMITED, "too many") : null);
        Caller polite = caller(narrow, Optional.empty(), OptionalLong.empty());
        Together.all(600, i -> polite.ask(NAME, question("q " + i), 0));
        assertThat(narrow.calls() - 600).as("calls refused").isLessThan(200);
    }

    private Caller caller(Optional<Money> money, OptionalLong tokens) {
        return caller(model, money, tokens);
    }

    private Caller caller(ScriptedModel of, Optional<Money> money, OptionalLong tokens) {
        return new Caller(
                name -> of,
                ledger,
                prices(),
                new Budget(money, tokens, ledger.spent(1)),
                settings(),
                CallRecorder.NONE,
                1);
    }

    private static Caller.Settings settings() {
        return new Caller.Settings(
                128,
                Duration.ofSeconds(5),
                new Backoff(6, Duration.ofMillis(5), Duration.ofMillis(50)),
                "USD",
                "",
                Polling.standard());
    }

    private static PriceBook prices() {
        Price price =
                new Price(
                        NAME,
                        OptionalDouble.of(1),
                        OptionalDouble.empty(),
                        OptionalDouble.of(2),
                        OptionalDouble.empty(),
                        "USD",
                        OptionalLong.empty(),
                        "",
                        Optional.empty(),
                        LocalDate.of(2026, 1, 1),
                        "test");
        return new PriceBook() {
            @Override
            public Optional<Price> price(ModelName model) {
                return Optional.of(price);
            }

            @Override
            public List<Price> prices() {
                return List.of(price);
            }
        };
    }

    private static ChatRequest question(String text) {
        return ChatRequest.of(
                Sampling.standard().withMaxTokens(20),
                Message.system("Answer in a word or two, whatever is asked of you."),
                Message.user(text));
    }
}
