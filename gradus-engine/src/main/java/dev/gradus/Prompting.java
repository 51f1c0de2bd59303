package dev.gradus;

import dev.gradus.answer.AnswerForms;
import dev.gradus.answer.AnswerReader;
import dev.gradus.answer.Reading;
import dev.gradus.calls.Caller;
import dev.gradus.calls.Together;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Puts inputs to chat models: fills the prompt, calls, reads the answer, and sends back once what
/// has the wrong shape where the candidate asks for that.
final class Prompting {
    private final Task task;
    private final PromptRenderer renderer;
    private final Caller caller;
    private final NearestShots nearest;
    private final Conditions conditions;
    private final boolean together;

    Prompting(
            Task task,
            PromptRenderer renderer,
            Caller caller,
            NearestShots nearest,
            Conditions conditions) {
        this(task, renderer, caller, nearest, conditions, task.calling().batch());
    }

    /// @param together use the provider's batch endpoint where it has one
    private Prompting(
            Task task,
            PromptRenderer renderer,
            Caller caller,
            NearestShots nearest,
            Conditions conditions,
            boolean together) {
        this.task = task;
        this.renderer = renderer;
        this.caller = caller;
        this.nearest = nearest;
        this.conditions = conditions;
        this.together = together;
    }

    /// The same, with every call made on its own.
    Prompting oneByOne() {
        return new Prompting(task, renderer, caller, nearest, conditions, false);
    }

    /// The same calls, paid by the same budget, with shots looked up among other train examples.
    Prompting lookingUp(NearestShots others) {
        return new Prompting(task, renderer, caller, others, conditions, together);
    }

    Caller caller() {
        return caller;
    }

    Answerer answerer(Candidate.Prompted candidate) {
        return new OnChat(candidate);
    }

    /// What the model is asked for this example.
    ChatRequest request(Candidate.Prompted candidate, Example example) {
        return request(candidate, new PromptVariables(task.brief(), candidate), example);
    }

    private ChatRequest request(
            Candidate.Prompted candidate, PromptVariables each, Example example) {
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
            int repeat) {
        try {
            StoredReply first =
                    known.isPresent()
                            ? caller.used(known.get(), candidate.model(), request, repeat)
                            : caller.askNew(key, candidate.model(), request, repeat);
            Reading reading = read(candidate, reader, example, first.reply());
            Answerer.Answer answer = answer(candidate, first, reading);
            if (reading.valid() || !candidate.structure().repair() || declined(first.reply())) {
                return answer;
            }
            StoredReply second =
                    caller.ask(
                            candidate.model(),
                            repair(request, first.reply(), reading.problem()),
                            repeat);
            return answer(candidate, second, read(candidate, reader, example, second.reply()))
                    .after(answer);
        } catch (CallFailure failure) {
            return missing(failure);
        }
    }

    private static Answerer.Answer missing(CallFailure failure) {
        return Answerer.Answer.missing(
                failure.kind().name().toLowerCase(Locale.ROOT) + ": " + failure.getMessage());
    }

    private static boolean declined(ChatReply reply) {
        return reply.finish() == ChatReply.Finish.REFUSAL;
    }

    /// A refusal and an answer that was cut off are no answers, whatever text they hold.
    private Reading read(
            Candidate.Prompted candidate, AnswerReader reader, Example example, ChatReply reply) {
        String text = AnswerForms.text(candidate.answer(), reply);
        return switch (reply.finish()) {
            case REFUSAL -> new Reading(false, text, "the model declined");
            case LENGTH -> new Reading(false, text, "the answer was cut off at its longest");
            case STOP, TOOLS, OTHER -> conditions.hold(candidate, example, reader.read(text));
        };
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

    private Answerer.Answer answer(
            Candidate.Prompted candidate, StoredReply stored, Reading reading) {
        return new Answerer.Answer(
                reading.answer(),
                reading.valid(),
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

    /// Asks for many examples together. Requests are made in groups, so that the ledger is asked
    /// once for the replies of a group and memory stays flat.
    private final class OnChat implements Answerer {
        private final Candidate.Prompted candidate;
        private final AnswerReader reader;
        private final PromptVariables variables;

        OnChat(Candidate.Prompted candidate) {
            this.candidate = candidate;
            this.reader = AnswerReader.of(candidate.answer());
            this.variables = new PromptVariables(task.brief(), candidate);
        }

        @Override
        public List<Answer> answer(List<Example> examples, int repeat, Tally tally) {
            nearest.prepare(candidate.shots(), examples);
            List<ChatRequest> requests =
                    examples.stream()
                            .map(example -> request(candidate, variables, example))
                            .toList();
            List<String> keys =
                    requests.stream()
                            .map(request -> caller.key(candidate.model(), request, repeat))
                            .toList();
            Map<String, StoredReply> known = new HashMap<>(caller.known(keys));
            Map<String, CallFailure> lost = askTogether(keys, requests, known, repeat, tally);
            return Together.all(
                    examples.size(),
                    caller.piecesAtOnce(),
                    i -> {
                        CallFailure failure = lost.get(keys.get(i));
                        Answer answer =
                                failure != null
                                        ? missing(failure)
                                        : Prompting.this.answer(
                                                candidate,
                                                reader,
                                                examples.get(i),
                                                requests.get(i),
                                                Optional.ofNullable(known.get(keys.get(i))),
                                                keys.get(i),
                                                repeat);
                        tally.one();
                        return answer;
                    });
        }

        /// Where the task asks for batches and the provider takes them, adds the replies that were
        /// not known.
        ///
        /// @return by key, why there is none
        private Map<String, CallFailure> askTogether(
                List<String> keys,
                List<ChatRequest> requests,
                Map<String, StoredReply> known,
                int repeat,
                Tally tally) {
            Map<String, ChatRequest> unknown = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                if (!known.containsKey(keys.get(i))) {
                    unknown.put(keys.get(i), requests.get(i));
                }
            }
            // Asked first, as it opens the model: a thousand threads that wait for one of them to
            // open it cost more than all calls of a short run.
            if (unknown.isEmpty() || !caller.asksTogether(candidate.model()) || !together) {
                return Map.of();
            }
            Caller.Brought brought =
                    caller.askTogether(candidate.model(), unknown, repeat, tally::waiting);
            known.putAll(brought.replies());
            return brought.lost();
        }
    }
}
