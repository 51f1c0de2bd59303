package dev.gradus.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Usage;
import dev.gradus.spi.BatchModel;
import dev.gradus.spi.BatchState;
import dev.gradus.spi.BatchState.Result;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.ModelName;
import dev.gradus.testkit.MemoryLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final ModelName NAME = ModelName.parse("openai/small");
    private final MemoryLedger ledger = new MemoryLedger();
    private final Scripted model = new Scripted();

    /// Answers every batch at once.
    private static final class Scripted implements BatchModel {
        final List<Integer> sizes = new ArrayList<>();
        final Set<String> forgotten = new HashSet<>();
        long bytes = 100;

        @Override
        public long bytes(Call call) {
            if (text(call).contains("unsayable")) {
                throw new CallFailure(Kind.REJECTED, "no word for it");
            }
            return bytes;
        }

        @Override
        public String submit(Map<String, Call> calls) {
            sizes.add(calls.size());
            return "b" + sizes.size();
        }

        @Override
        public BatchState poll(String batch, Map<String, Call> calls) {
            if (forgotten.contains(batch)) {
                throw new CallFailure(Kind.REJECTED, "no such batch");
            }
            return new BatchState.Ended(
                    BatchState.Why.DONE,
                    calls.entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            call ->
                                                    new Result.Answered(
                                                            ChatReply.of(
                                                                    "to " + text(call.getValue()),
                                                                    Usage.of(9, 1))))));
        }

        private static String text(Call call) {
            return ((Message.User) call.request().messages().getLast()).text();
        }

        @Override
        public void cancel(String batch) {}

        @Override
        public ModelName name() {
            return NAME;
        }

        @Override
        public ChatReply answer(Call call) {
            throw new IllegalStateException("not one by one");
        }

        @Override
        public ChatReply stream(Call call, Consumer<String> onText) {
            throw new IllegalStateException("not one by one");
        }

        @Override
        public void close() {}
    }

    @Test
    void more_calls_than_a_batch_takes_are_cut_into_several() {
        assertThat(ask(questions(20_001)).replies()).hasSize(20_001);
        assertThat(model.sizes).containsExactly(10_000, 10_000, 1);
        assertThat(ledger.spent(1).calls()).isEqualTo(20_001);
    }

    @Test
    void more_bytes_than_a_batch_takes_are_cut_into_several() {
        model.bytes = BatchModel.MOST_BYTES / 4;
        assertThat(ask(questions(9)).replies()).hasSize(9);
        assertThat(model.sizes).containsExactly(4, 4, 1);
    }

    @Test
    void a_question_that_the_provider_has_no_words_for_is_lost_alone() {
        Map<String, ChatRequest> questions = questions(3);
        questions.put("x", question("unsayable"));
        Caller.Brought brought = ask(questions);
        assertThat(brought.replies()).hasSize(3);
        assertThat(brought.lost()).containsOnlyKeys("x");
        assertThat(model.sizes).containsExactly(3);
    }

    @Test
    void a_batch_that_the_provider_has_forgotten_is_handed_over_again_and_not_asked_for_twice() {
        model.forgotten.add("b1");
        Caller.Brought brought = ask(questions(3));
        assertThat(brought.replies().get("key-2").reply().text()).isEqualTo("to number 2");
        assertThat(model.sizes).containsExactly(3, 3);
    }

    private Caller.Brought ask(Map<String, ChatRequest> questions) {
        Caller caller =
                new Caller(
                        name -> model,
                        ledger,
                        PriceBook.empty(),
                        new Budget(Optional.empty(), OptionalLong.empty(), ledger.spent(1)),
                        new Caller.Settings(
                                4,
                                Duration.ofSeconds(5),
                                Backoff.standard(),
                                "USD",
                                "",
                                new Polling(Duration.ofMillis(1), Duration.ofMillis(2))),
                        CallRecorder.NONE,
                        1);
        return caller.askTogether(NAME, questions, 0, (what, done) -> {});
    }

    private static Map<String, ChatRequest> questions(int count) {
        Map<String, ChatRequest> questions = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            questions.put("key-" + i, question("number " + i));
        }
        return questions;
    }

    private static ChatRequest question(String text) {
        return new ChatRequest(
                List.of(Message.user(text)), List.of(), new Form.Free(), Sampling.standard());
    }
}
