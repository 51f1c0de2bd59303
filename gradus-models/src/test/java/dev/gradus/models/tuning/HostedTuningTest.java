package dev.gradus.models.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.cost.Price;
import dev.gradus.cost.TuningFacts.Intake;
import dev.gradus.models.OpenedTuning;
import dev.gradus.models.tuning.HostedResult.Stopped;
import dev.gradus.models.tuning.HostedResult.Tuned;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.JobEvent;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.JobOrder.Settings;
import dev.gradus.spi.JobState.Status;
import dev.gradus.spi.TuningJobs;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.testkit.TuningServer;
import dev.gradus.testkit.TuningServer.Call;
import dev.gradus.testkit.TuningServer.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HostedTuningTest {
    @TempDir private Path folder;
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
    }

    @AfterEach
    void every_request_kept_to_the_protocol() {
        List<String> trouble = bench.server.trouble();
        bench.close();
        assertThat(trouble).isEmpty();
    }

    @Test
    void a_tuning_ends_in_a_model_its_cost_its_events_and_its_checkpoints() {
        bench.server.lasting(2, 4).pagesOf(2);
        Tuned tuned = (Tuned) bench.tune(Bench.order());

        assertThat(tuned.model())
                .isEqualTo(ModelName.parse("openai/ft:gpt-4o-2024-08-06:acme:cards:1"));
        assertThat(tuned.job()).isEqualTo("ftjob-1");
        long counted = tuned.tokens().orElseThrow();
        assertThat(tuned.cost()).contains(Money.of(counted * 25 / 1e6, "USD"));
        assertThat(tuned.measured()).isTrue();
        assertThat(tuned.notes()).isEmpty();
        assertThat(tuned.events())
                .extracting(JobEvent::message)
                .startsWith("Created fine-tuning job: ftjob-1")
                .endsWith("The job has successfully completed")
                .doesNotHaveDuplicates();
        assertThat(tuned.events())
                .extracting(event -> event.metric("step"))
                .filteredOn(OptionalDouble::isPresent)
                .extracting(OptionalDouble::getAsDouble)
                .containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(tuned.checkpoints())
                .singleElement()
                .satisfies(checkpoint -> {
                    assertThat(checkpoint.model()).endsWith(":ckpt-step-4");
                    assertThat(checkpoint.metrics()).containsKeys("step", "train_loss");
                });
        assertThat(bench.keeper.kept().orElseThrow().job()).contains("ftjob-1");
    }

    @Test
    void progress_tells_status_step_loss_tokens_money_and_the_time_that_is_left() {
        bench.server.lasting(1, 4);
        bench.tune(Bench.order());

        assertThat(bench.seen)
                .extracting(HostedWatch.Progress::status)
                .startsWith(Status.QUEUED, Status.RUNNING)
                .endsWith(Status.SUCCEEDED);
        HostedWatch.Progress late = bench.seen.get(bench.seen.size() - 2);
        assertThat(late.step()).hasValue(3);
        assertThat(late.steps()).hasValue(4);
        assertThat(late.loss()).hasValue(0.5);
        assertThat(late.validLoss()).hasValue(0.6);
        assertThat(late.tokens()).isEqualTo(3_000);
        assertThat(late.money()).contains(Money.of(0.075, "USD"));
        assertThat(late.left().orElseThrow()).isPositive();
    }

    @Test
    void looks_come_ever_less_often_up_to_a_minute() {
        bench.server.lasting(1, 30);
        bench.tune(Bench.order());

        assertThat(bench.waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) <= 0);
        assertThat(bench.server.calls(Call.POLL)).isEqualTo(32);
        assertThat(bench.waited()).isBetween(Duration.ofMinutes(24), Duration.ofMinutes(29));
    }

    @Test
    void what_costs_more_than_the_budget_is_refused_before_anything_is_handed_over() {
        assertThatThrownBy(() -> bench.tune(Bench.order(12, Optional.of(Money.of(0.05, "USD")))))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessage(
                        "tuning openai/gpt-4o-2024-08-06 on 12 examples x 3 epochs, 3,000 tokens,"
                                + " costs about 0.08 USD, and the budget is 0.05 USD. Raise the"
                                + " budget, or take fewer examples or epochs. Nothing was handed"
                                + " over.");
        assertThat(bench.server.calls(Call.UPLOAD)).isZero();
        assertThat(bench.keeper.kept()).isEmpty();
        assertThat(bench.tune(Bench.order(12, Optional.of(Money.of(0.08, "USD")))))
                .isInstanceOf(Tuned.class);
    }

    @Test
    void an_unknown_price_keeps_no_budget_and_without_a_budget_the_cost_stays_unknown() {
        try (TuningJobs jobs = bench.jobs()) {
            HostedTuning tuning = tuning(jobs, Bench.price(0, Intake.YES));
            assertThatThrownBy(() ->
                            tuning.tune(
                                    Bench.order(12, Optional.of(Money.of(5, "USD"))),
                                    bench.keeper,
                                    HostedWatch.SILENT))
                    .isInstanceOf(GradusException.Budget.class)
                    .hasMessageStartingWith(
                            "what tuning openai/gpt-4o-2024-08-06 costs is not known, so the budget"
                                    + " of 5.00 USD cannot be kept.");
            assertThat(bench.server.calls(Call.UPLOAD)).isZero();
            assertThat(tuning.tune(Bench.order(), bench.keeper, HostedWatch.SILENT).cost())
                    .isEmpty();
        }
    }

    @Test
    void too_few_examples_an_unoffered_method_and_a_closed_provider_are_refused_at_once() {
        try (TuningJobs jobs = bench.jobs()) {
            HostedTuning tuning = tuning(jobs, Bench.price(25, Intake.YES));
            assertThatThrownBy(() ->
                            tuning.tune(
                                    Bench.order(9, Optional.empty()),
                                    bench.keeper,
                                    HostedWatch.SILENT))
                    .isInstanceOf(GradusException.Data.class)
                    .hasMessage(
                            "there are 9 examples to tune openai/gpt-4o-2024-08-06 on, and openai"
                                    + " takes no fewer than 10. Label more. Nothing was handed"
                                    + " over.");
            HostedOrder order = Bench.order();
            HostedOrder preference =
                    new HostedOrder(
                            order.train(),
                            List.of(),
                            1_000,
                            new JobOrder.Preference(Settings.of(1), OptionalDouble.empty()),
                            Optional.empty(),
                            OptionalLong.empty(),
                            Optional.empty());
            assertThatThrownBy(() -> tuning.tune(preference, bench.keeper, HostedWatch.SILENT))
                    .isInstanceOf(GradusException.Usage.class)
                    .hasMessage(
                            "openai/gpt-4o-2024-08-06 is tuned by sft, not by dpo (the tuning"
                                    + " page). Nothing was handed over.");
            HostedTuning closed = tuning(jobs, Bench.price(25, Intake.NO));
            assertThatThrownBy(() -> closed.tune(order, bench.keeper, HostedWatch.SILENT))
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessage(
                            "openai does not tune openai/gpt-4o-2024-08-06 (the tuning page, as of"
                                    + " 2026-11-01). Name another base. Nothing was handed over.");
        }
        assertThat(bench.server.calls(Call.UPLOAD)).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "RATE_LIMITED",
                "SERVER_ERROR",
                "RESET",
                "LOST_REPLY",
                "STALL",
                "TRUNCATED_JSON"
            })
    void one_job_is_started_whatever_befalls_any_one_call(Fault fault) {
        bench.deadline = Duration.ofSeconds(fault == Fault.STALL ? 2 : 20);
        for (Call call : List.of(Call.UPLOAD, Call.CREATE, Call.POLL, Call.EVENTS, Call.LIST)) {
            bench.server.faultNext(call, fault, 1);
        }

        Tuned tuned = (Tuned) bench.tune(Bench.order());

        assertThat(tuned.job()).isEqualTo("ftjob-1");
        assertThat(bench.server.jobs()).containsExactly("ftjob-1");
    }

    @Test
    void a_job_whose_reply_was_lost_is_adopted_not_started_again() {
        bench.server.faultNext(Call.CREATE, Fault.LOST_REPLY, 1);
        bench.tune(Bench.order());

        assertThat(bench.server.calls(Call.CREATE)).isEqualTo(1);
        assertThat(bench.server.calls(Call.LIST)).isEqualTo(1);
        assertThat(bench.server.jobs()).hasSize(1);
    }

    @Test
    void a_process_that_was_killed_before_the_reply_finds_its_job_among_many() {
        bench.server.faultNext(Call.CREATE, Fault.LOST_REPLY, 1);
        bench.server.faultNext(Call.LIST, Fault.ECHOED_KEY, 1);
        assertThatThrownBy(() -> bench.tune(Bench.order()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("Whether a job was started is not known");
        assertThat(bench.keeper.kept().orElseThrow().job()).isEmpty();
        try (TuningJobs others = bench.jobs()) {
            for (int i = 0; i < 5; i++) {
                String file = others.upload("other.jsonl", Bench.lines(10));
                others.create(
                        new JobOrder(
                                file,
                                Optional.empty(),
                                new JobOrder.Supervised(Settings.of(1)),
                                Optional.empty(),
                                OptionalLong.empty()));
            }
        }
        bench.server.pagesOf(2);

        Tuned tuned = (Tuned) bench.tune(Bench.order());

        assertThat(tuned.job()).isEqualTo("ftjob-1");
        assertThat(bench.server.jobs()).hasSize(6);
    }

    @Test
    void a_process_that_was_killed_while_it_waited_follows_the_same_job_and_pays_once() {
        bench.server.lasting(1, 50);
        RuntimeException killed = new IllegalStateException("killed");
        assertThatThrownBy(() ->
                        bench.tune(
                                Bench.order(),
                                progress -> {
                                    if (progress.step().orElse(0) >= 3) {
                                        throw killed;
                                    }
                                }))
                .isSameAs(killed);

        JobFile again = new JobFile(folder.resolve("tuning").resolve("job.json"));
        assertThat(again.kept().orElseThrow().job()).contains("ftjob-1");
        Tuned tuned = (Tuned) bench.tune(Bench.order(12, Optional.of(Money.of(0.001, "USD"))));

        assertThat(tuned.job()).isEqualTo("ftjob-1");
        assertThat(tuned.events()).hasSizeGreaterThan(50);
        assertThat(bench.server.calls(Call.UPLOAD)).isEqualTo(2);
        assertThat(bench.server.calls(Call.CREATE)).isEqualTo(1);
        assertThat(((Tuned) bench.tune(Bench.order())).model()).isEqualTo(tuned.model());
        assertThat(bench.server.calls(Call.CREATE)).isEqualTo(1);
    }

    @Test
    void a_keeper_that_holds_another_order_s_job_is_not_followed() {
        bench.tune(Bench.order());
        assertThatThrownBy(() -> bench.tune(Bench.order(13, Optional.empty())))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageContaining("job.json holds the tuning job ftjob-1 of another order");
        assertThat(bench.server.jobs()).hasSize(1);
    }

    @Test
    void a_job_that_fails_says_why_promotes_nothing_and_is_started_anew_next_time() {
        bench.server.failing("server_error", "Out of memory on the-key.");
        assertThatThrownBy(() -> bench.tune(Bench.order()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage(
                        "openai/gpt-4o-2024-08-06: the tuning job ftjob-1 failed: \"Out of memory"
                                + " on ***.\" (server_error). Nothing is promoted. Mend what it"
                                + " names, and run again to start another.");
        assertThat(bench.keeper.kept()).isEmpty();
        bench.server.heal();
        assertThat(((Tuned) bench.tune(Bench.order())).job()).isEqualTo("ftjob-2");
    }

    @Test
    void a_file_that_the_provider_s_checks_refuse_fails_with_the_line() {
        List<String> lines = new ArrayList<>(Bench.lines(11));
        lines.set(4, "{\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}");
        HostedOrder order =
                new HostedOrder(
                        lines,
                        List.of(),
                        1_000,
                        new JobOrder.Supervised(Settings.of(1)),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty());
        assertThatThrownBy(() -> bench.tune(order))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining(
                        "\"Line 5: unrecognized role 'robot'\" (invalid_training_file)");
    }

    @Test
    void a_job_that_stands_still_is_given_up_on_after_the_stated_time_and_kept() {
        bench.server.haltingAt("running");
        assertThatThrownBy(() -> bench.tune(Bench.order()))
                .isInstanceOfSatisfying(
                        GradusException.Provider.class,
                        failure -> assertThat(failure.retryable()).isTrue())
                .hasMessage(
                        "openai/gpt-4o-2024-08-06: the tuning job ftjob-1 stands still: openai has"
                                + " told nothing new of it for 12 hours (running). Nothing is"
                                + " promoted. Run again to go on waiting, or cancel it in the"
                                + " provider's console.");
        assertThat(bench.waited())
                .isBetween(Duration.ofHours(12), Duration.ofHours(12).plusMinutes(3));
        assertThat(bench.keeper.kept().orElseThrow().job()).contains("ftjob-1");
    }

    @Test
    void a_job_that_is_gone_is_told_and_not_started_anew_by_itself() {
        bench.server.lasting(1, 50);
        int[] polls = new int[1];
        bench.server.onPoll(() -> {
            if (++polls[0] == 4) {
                bench.server.vanish();
            }
        });
        assertThatThrownBy(() -> bench.tune(Bench.order()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining(
                        "the tuning job ftjob-1 is no longer known to openai (it was running)")
                .hasMessageContaining("Could not find fine tune: ftjob-1")
                .hasMessageEndingWith(
                        "Nothing is promoted. Look for it in the provider's console, and check that"
                                + " the key is of the same project.");
        assertThat(bench.keeper.kept().orElseThrow().job()).contains("ftjob-1");
        assertThat(bench.server.calls(Call.CREATE)).isEqualTo(1);
    }

    @Test
    void a_success_without_a_model_is_no_success() {
        bench.server.withoutModel();
        assertThatThrownBy(() -> bench.tune(Bench.order()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining(
                        "the tuning job ftjob-1 succeeded, and the provider names no model that"
                                + " came of it. Nothing is promoted.");
    }

    @Test
    void a_provider_that_has_closed_its_tuning_says_so_and_no_job_is_kept() {
        bench.server.closedTuning("Fine-tuning is no longer available to your organization.");
        assertThatThrownBy(() -> bench.tune(Bench.order()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("Fine-tuning is no longer available to your organization.")
                .hasMessageEndingWith("No job was started.");
        assertThat(bench.server.jobs()).isEmpty();
    }

    @Test
    void a_provider_out_of_reach_is_waited_for_an_hour_and_the_job_goes_on() {
        bench.server.lasting(1, 50).faultNext(Call.POLL, Fault.SERVER_ERROR, 1_000);
        assertThatThrownBy(() -> bench.tune(Bench.order()))
                .isInstanceOfSatisfying(
                        GradusException.Provider.class,
                        failure -> assertThat(failure.retryable()).isTrue())
                .hasMessageContaining(
                        "the tuning job ftjob-1 could not be looked at for 60 minutes")
                .hasMessageEndingWith("It goes on at the provider: run again to follow it.");
        bench.server.heal();
        assertThat(bench.tune(Bench.order()).job()).isEqualTo("ftjob-1");
    }

    @Test
    void a_wish_to_be_asked_later_is_kept() {
        bench.server.lasting(1, 3).faultNext(Call.POLL, Fault.RATE_LIMITED, 1);
        bench.tune(Bench.order());
        assertThat(bench.waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(7 + 7 + 11));
    }

    @Test
    void a_stop_calls_the_job_off_and_the_next_run_starts_another() {
        bench.server.lasting(1, 1_000);
        boolean[] stop = new boolean[1];
        HostedWatch watch =
                new HostedWatch() {
                    @Override
                    public void at(Progress progress) {
                        stop[0] = progress.step().orElse(0) >= 2;
                    }

                    @Override
                    public boolean stop() {
                        return stop[0];
                    }
                };
        bench.server.faultNext(Call.CANCEL, Fault.SERVER_ERROR, 2);

        HostedResult result = bench.tune(Bench.order(), watch);

        assertThat(result).isEqualTo(new Stopped("ftjob-1", Optional.empty()));
        assertThat(bench.server.status("ftjob-1")).isEqualTo("cancelled");
        assertThat(bench.keeper.kept()).isEmpty();
        bench.server.lasting(1, 3);
        assertThat(bench.tune(Bench.order()).job()).isEqualTo("ftjob-2");
    }

    @ParameterizedTest
    @CsvSource({"UPLOAD", "CREATE", "POLL", "EVENTS", "CHECKPOINTS"})
    void the_key_is_in_no_message_of_any_call(Call call) throws IOException {
        bench.server.faultNext(call, Fault.ECHOED_KEY, 1);
        try {
            Tuned tuned = (Tuned) bench.tune(Bench.order());
            assertThat(tuned.toString()).doesNotContain("the-key");
            assertThat(tuned.notes()).singleElement().asString().contains("could not be read");
        } catch (GradusException refused) {
            assertThat(refused.toString())
                    .contains("401")
                    .contains("Check the key in THE_KEY")
                    .doesNotContain("the-key");
        }
        Path kept = folder.resolve("tuning").resolve("job.json");
        assertThat(Files.exists(kept) ? Files.readString(kept) : "").doesNotContain("the-key");
    }

    @Test
    void the_examples_are_deleted_at_the_provider_when_asked_even_where_some_are_gone() {
        bench.tune(Bench.order());
        assertThat(bench.server.files()).hasSize(2);
        bench.server.faultNext(Call.DELETE, Fault.LOST_REPLY, 1);
        try (TuningJobs jobs = bench.jobs()) {
            tuning(jobs, Bench.price(25, Intake.YES)).deleteExamples(bench.keeper);
        }
        assertThat(bench.server.files()).isEmpty();
        assertThat(bench.keeper.kept()).isEmpty();
    }

    @Test
    void a_damaged_keeper_is_told_and_not_taken_for_none() throws IOException {
        Path file = folder.resolve("tuning").resolve("job.json");
        Files.createDirectories(folder.resolve("tuning"));
        Files.writeString(file, "{\"mark\":");
        assertThatThrownBy(() -> bench.tune(Bench.order()))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        file
                                + ": the file does not say which tuning job it is of. Look at the"
                                + " provider whether one is running, and delete the file to start"
                                + " anew.");
        assertThat(bench.server.calls(Call.UPLOAD)).isZero();
    }

    @Test
    void a_wrong_key_is_told_without_it() {
        try (TuningServer server = TuningServer.start(text -> "x");
                TuningJobs jobs =
                        OpenedTuning.jobs(
                                Bench.BASE,
                                server.baseUrl(),
                                Duration.ofSeconds(20),
                                "sk-wrong-secret")) {
            assertThatThrownBy(() ->
                            tuning(jobs, Bench.price(25, Intake.YES))
                                    .tune(Bench.order(), bench.keeper, HostedWatch.SILENT))
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessageContaining("Check the key in THE_KEY")
                    .message()
                    .doesNotContain("wrong-secret");
        }
    }

    private HostedTuning tuning(TuningJobs jobs, Price price) {
        return new HostedTuning(
                jobs, Optional.of(price), Patience.standard(), bench.clock(), time -> {});
    }
}
