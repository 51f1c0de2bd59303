package dev.gradus.answer;

import dev.gradus.answer.internal.FoundJson;
import dev.gradus.answer.internal.PlainJson;
import dev.gradus.answer.internal.SchemaCheck;
import dev.gradus.task.AnswerShape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the document in a reply and holds it to the schema. Of several different documents that
/// satisfy it, none is chosen.
final class JsonReader implements AnswerReader {
    private final SchemaCheck schema;
    private final boolean wrapped;
    private final boolean lenient;

    JsonReader(AnswerShape.Json shape, boolean lenient) {
        this.schema = new SchemaCheck(shape.schema());
        this.wrapped = AnswerForms.wraps(shape);
        this.lenient = lenient;
    }

    @Override
    public Reading read(String reply) {
        String text = Thinking.without(reply);
        if (text.length() > LONGEST) {
            return Reading.wrong(reply, "The answer is longer than 1,048,576 characters.");
        }
        List<Object> documents =
                lenient
                        ? FoundJson.in(text)
                        : PlainJson.read(text.strip()).map(List::of).orElse(List.of());
        Set<String> right = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (Object document : documents) {
            Object bare = unwrapped(document);
            schema.problem(bare)
                    .ifPresentOrElse(problems::add, () -> right.add(PlainJson.write(bare)));
        }
        if (right.size() == 1) {
            return Reading.of(right.iterator().next());
        }
        return Reading.wrong(reply, problem(documents, right, problems));
    }

    private Object unwrapped(Object document) {
        return wrapped
                        && document instanceof Map<?, ?> map
                        && map.size() == 1
                        && map.get(AnswerForms.ANSWER) instanceof Object inside
                        && schema.problem(document).isPresent()
                ? inside
                : document;
    }

    private static String problem(
            List<Object> documents, Set<String> right, List<String> problems) {
        if (documents.isEmpty()) {
            return "The answer has no JSON document that can be read. Answer with one JSON document"
                    + " and nothing else.";
        }
        return right.isEmpty()
                ? "The JSON does not satisfy the schema: " + problems.getFirst() + "."
                : "The answer has " + right.size() + " different JSON documents. Answer with one.";
    }
}
