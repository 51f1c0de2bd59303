package dev.gradus;

import dev.gradus.answer.AnswerForms;
import dev.gradus.answer.AnswerReader;
import dev.gradus.answer.Reading;
import dev.gradus.calls.Caller;
import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.prompt.PromptVariables;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Ledger.StoredReply;
import dev.gradus.spi.PromptRenderer;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// Puts inputs to chat models: fills the prompt, calls, reads the answer, and sends back once what
/// has the wrong shape where the candidate asks for that.
final class Prompting {
    private final Task task;
    private final PromptRenderer renderer;
    private final Caller caller;
    private final NearestShots nearest;
    private final Conditions conditions;
    private final boolean together;
    private final boolean toTheEnd;

    /// By candidate, over everything that is asked in this climb.
    private final Map<String, Unread> unread;

    Prompting(
            Task task,
            PromptRenderer renderer,
            Caller caller,
            NearestShots nearest,
            Conditions conditions) {
        this(
                task,
                renderer,
                caller,
                nearest,
                conditions,
                task.calling().batch(),
                false,
                new ConcurrentHashMap<>());
    }

    /// @param together use the provider's batch endpoint where it has one
    /// @param toTheEnd ask on though no answer can be read
    private Prompting(
            Task task,
            PromptRenderer renderer,
            Caller caller,
            NearestShots nearest,
            Conditions conditions,
            boolean together,
            boolean toTheEnd,
            Map<String, Unread> unread) {
        this.task = task;
        this.renderer = renderer;
        this.caller = caller;
        this.nearest = nearest;
        this.conditions = conditions;
        this.together = together;
        this.toTheEnd = toTheEnd;
        this.unread = unread;
    }

    /// The same, with every call made on its own.
    Prompting oneByOne() {
        return new Prompting(task, renderer, caller, nearest, conditions, false, toTheEnd, unread);
    }

    /// The same, asking on though no answer can be read.
    Prompting toTheEnd() {
        return new Prompting(task, renderer, caller, nearest, conditions, together, true, unread);
    }

    /// The same calls, paid by the same budget, with shots looked up among other train examples.
    Prompting showing(NearestShots others) {
        return new Prompting(
                task, renderer, caller, others, conditions, together, toTheEnd, unread);
    }

    Caller caller() {
        return caller;
    }

    Answerer answerer(Candidate.Prompted candidate) {
        return new OnChat(
                this,
                candidate,
                new PromptVariables(task.brief(), candidate),
                unread.computeIfAbsent(candidate.id(), id -> new Unread()));
    }

    NearestShots nearest() {
        return nearest;
    }

    /// True where the provider's batch endpoint is to be used where it has one.
    boolean together() {
        return together;
    }

    /// True where every question is asked though no answer can be read.
    boolean isToTheEnd() {
        return toTheEnd;
    }

    /// What the model is asked for this example.
    ChatRequest request(Candidate.Prompted candidate, Example example) {
        return request(candidate, new PromptVariables(task.brief(), candidate), example);
    }

    ChatRequest request(Candidate.Prompted candidate, PromptVariables each, Example example) {
        Map<String, Object> variables = each.of(shots(candidate.shots(), example), example);
        List<Message> messages = new ArrayList<>();
        String system = renderer.render(candidate.prompt().system(), variables).strip();
        if (!system.isEmpty()) {
            // The same for every input, so worth a place in the provider's prompt cache.
            boolean same = !(candidate.shots() instanceof Shots.Retrieved);
            messages.add(new Message.System(system, same));
        }
        messages.add(Message.user(renderer.render(candidate.prompt().user(), variables).strip()));
        return new ChatRequest(messages, List.of(), form(candidate), candidate.sampling());
    }

    /// What the model is asked for each example, with the right answer behind it as it would write
    /// it.
    List<List<Message>> lessons(Candidate.Prompted candidate, List<Example> examples) {
        nearest.prepare(candidate.shots(), examples);
        PromptVariables each = new PromptVariables(task.brief(), candidate);
        List<List<Message>> lessons = new ArrayList<>(examples.size());
        for (Example example : examples) {
            List<Message> lesson = new ArrayList<>(request(candidate, each, example).messages());
            lesson.add(
                    Message.assistant(
                            candidate.structure().means() == Structure.Means.PROMPT
                                    ? example.expected()
                                    : AnswerForms.written(candidate.answer(), example.expected())));
            lessons.add(lesson);
        }
        return lessons;
    }

    private static Form form(Candidate.Prompted candidate) {
        return switch (candidate.structure().means()) {
            case PROMPT -> new Form.Free();
            case SCHEMA -> AnswerForms.structured(candidate.answer());
            case TOOL -> AnswerForms.tool(candidate.answer());
        };
    }

    private List<Shots.Shot> shots(Shots shots, Example example) {
        return switch (shots) {
            case Shots.None none -> List.of();
            case Shots.Fixed fixed -> fixed.shots();
            case Shots.Retrieved retrieved -> nearest.to(example, retrieved);
        };
    }

    /// One example's way from request to answer.
    Answerer.Answer answer(
            Candidate.Prompted candidate,
            AnswerReader reader,
            Example example,
            ChatRequest request,
            Optional<StoredReply> known,
            String key,
            int repeat,
            Unread failing) {
        try {
            StoredReply first =
                    known.isPresent()
                            ? caller.used(known.get(), candidate.model(), request, repeat)
                            : caller.askNew(
                                    key,
                                    candidate.model(),
                                    request,
                                    repeat,
                                    toTheEnd ? Caller.Wanted.ALWAYS : failing::check);
            Read read = read(candidate, reader, example, first.reply());
            Answerer.Answer answer = answer(candidate, first, read);
            if (read.reading().valid()
                    || !candidate.structure().repair()
                    || declined(first.reply())) {
                failing.came(read.said(), first.reply().finish(), read.reading().problem());
                return answer;
            }
            StoredReply second =
                    caller.askForTask(
                            candidate.model(),
                            repair(request, first.reply(), read.reading().problem()),
                            repeat);
            Read again = read(candidate, reader, example, second.reply());
            failing.came(again.said(), second.reply().finish(), again.reading().problem());
            return answer(candidate, second, again).after(answer);
        } catch (Caller.Unwanted stopped) {
            return Answerer.Answer.missing("not asked: the answers before it could not be read");
        } catch (CallFailure failure) {
            return missing(failure);
        }
    }

    static Answerer.Answer missing(CallFailure failure) {
        return Answerer.Answer.missing(
                failure.kind().name().toLowerCase(Locale.ROOT) + ": " + failure.getMessage());
    }

    private static boolean declined(ChatReply reply) {
        return reply.finish() == ChatReply.Finish.REFUSAL;
    }

    /// A reading that the task's conditions hold for or not.
    private record Read(Answerer.Said said, Reading reading) {}

    /// A refusal and an answer that was cut off are no answers, whatever text they hold.
    private Read read(
            Candidate.Prompted candidate, AnswerReader reader, Example example, ChatReply reply) {
        String text = AnswerForms.text(candidate.answer(), reply);
        Reading reading =
                switch (reply.finish()) {
                    case REFUSAL -> new Reading(false, text, "the model declined");
                    case LENGTH ->
                            new Reading(false, text, "the answer was cut off at its longest");
                    case STOP, TOOLS, OTHER -> reader.read(text);
                };
        return new Read(
                reply.isEmpty()
                        ? Answerer.Said.EMPTY
                        : reading.valid() ? Answerer.Said.READ : Answerer.Said.UNREADABLE,
                conditions.hold(candidate, example, reading));
    }

    private static ChatRequest repair(ChatRequest request, ChatReply reply, String problem) {
        List<Message> messages = new ArrayList<>(request.messages());
        String said = reply.calls().isEmpty() ? reply.text() : reply.calls().getFirst().arguments();
        messages.add(Message.assistant(said.isBlank() ? "(nothing)" : said));
        messages.add(
                Message.user(
                        "That answer cannot be used: "
                                + problem
                                + ". Give the answer again, in the form that was asked for, and"
                                + " nothing else."));
        return new ChatRequest(messages, request.tools(), request.form(), request.sampling());
    }

    private Answerer.Answer answer(Candidate.Prompted candidate, StoredReply stored, Read read) {
        if (read.said() == Answerer.Said.EMPTY
                && stored.reply().finish() == ChatReply.Finish.OTHER) {
            return Answerer.Answer.missing(
                    candidate.model()
                            + " ended its reply without text, and for no reason that says why");
        }
        return new Answerer.Answer(
                read.said(),
                read.reading().answer(),
                read.reading().valid(),
                stored.reply().logProbability().isPresent()
                        ? OptionalDouble.of(
                                Math.clamp(
                                        Math.exp(stored.reply().logProbability().getAsDouble()),
                                        0.0,
                                        1.0))
                        : OptionalDouble.empty(),
                stored.latencyNanos() > 0
                        ? OptionalLong.of(stored.latencyNanos())
                        : OptionalLong.empty(),
                OptionalLong.empty(),
                caller.costAlone(candidate.model(), stored),
                stored.reply().usage(),
                Optional.empty());
    }
}
