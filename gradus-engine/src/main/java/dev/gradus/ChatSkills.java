package dev.gradus;

import dev.gradus.calls.Caller;
import dev.gradus.calls.Together;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.CallFailure;
import dev.gradus.task.ModelName;
import dev.gradus.tuning.ForgettingSlice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/// The built-in forgetting suite of chat models: 300 instructions of ours whose answers are checked
/// by counting. Narrow tuning is known to cost a model its obedience to other instructions first.
final class ChatSkills {
    static final String TITLE = "following instructions and formats";
    private static final String SUITE = "built in";
    private final List<Item> items = new ArrayList<>();

    private record Item(SkillCheck check, String value, String prompt) {}

    ChatSkills() {
        try (InputStream in = ChatSkills.class.getResourceAsStream("chat-skills.tsv")) {
            if (in == null) {
                throw new IllegalStateException("the module lacks chat-skills.tsv");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\t");
                    items.add(
                            new Item(
                                    SkillCheck.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                                    parts[1],
                                    parts[2]));
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Both models on every item; costs two calls an item, which the ledger keeps.
    ForgettingSlice slice(
            Caller caller, Sampling sampling, ModelName base, ModelName tuned, Progress progress) {
        return new ForgettingSlice(
                SUITE,
                TITLE,
                scores(caller, sampling, base, progress),
                scores(caller, sampling, tuned, progress),
                List.of());
    }

    private List<OptionalDouble> scores(
            Caller caller, Sampling sampling, ModelName model, Progress progress) {
        AtomicInteger done = new AtomicInteger();
        return Together.all(
                items.size(),
                i -> {
                    Item item = items.get(i);
                    ChatRequest request = ChatRequest.of(sampling, Message.user(item.prompt()));
                    OptionalDouble score = score(caller, model, request, item);
                    progress.at(
                            "what must not be lost: " + model,
                            done.incrementAndGet(),
                            items.size());
                    return score;
                });
    }

    /// Empty where no reply came.
    private static OptionalDouble score(
            Caller caller, ModelName model, ChatRequest request, Item item) {
        try {
            return OptionalDouble.of(
                    item.check().score(item.value(), caller.ask(model, request, 0).reply().text()));
        } catch (CallFailure missing) {
            return OptionalDouble.empty();
        }
    }
}
