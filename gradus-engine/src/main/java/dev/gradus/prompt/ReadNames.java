package dev.gradus.prompt;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.extension.ExtensionRegistry;
import io.pebbletemplates.pebble.lexer.LexerImpl;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.lexer.Token.Type;
import io.pebbletemplates.pebble.lexer.TokenStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The variables that a template reads, found by its tokens: names that are no tag, field, filter,
/// test or argument, and that no `for` or `set` before them has bound.
final class ReadNames {
    private static final Set<String> WORDS = Set.of("true", "false", "null", "none", "loop");

    private final List<Token> tokens;
    private final Set<String> bound = new HashSet<>();
    private final Set<String> read = new LinkedHashSet<>();

    private ReadNames(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Set<String> of(PebbleEngine engine, String template) throws IOException {
        ExtensionRegistry registry = engine.getExtensionRegistry();
        TokenStream stream =
                new LexerImpl(
                                engine.getSyntax(),
                                registry.getUnaryOperators().values(),
                                registry.getBinaryOperators().values())
                        .tokenize(new StringReader(template), "prompt template");
        List<Token> tokens = new ArrayList<>();
        tokens.add(stream.current());
        while (!stream.current().test(Type.EOF)) {
            tokens.add(stream.next());
        }
        return new ReadNames(tokens).names();
    }

    private Set<String> names() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (!token.test(Type.NAME) || is(i - 1, Type.EXECUTE_START)) {
                continue;
            }
            if (is(i - 2, Type.EXECUTE_START) && is(i - 1, Type.NAME, "for", "set")) {
                bound.add(token.getValue());
            } else if (isVariable(i)) {
                read.add(token.getValue());
            }
        }
        return Set.copyOf(read);
    }

    private boolean isVariable(int i) {
        String name = tokens.get(i).getValue();
        boolean behind =
                is(i - 1, Type.PUNCTUATION, ".") || is(i - 1, Type.OPERATOR, "|", "is", "is not");
        boolean argument = is(i + 1, Type.PUNCTUATION, "=");
        return !behind
                && !argument
                && !bound.contains(name)
                && !WORDS.contains(name.toLowerCase(Locale.ROOT));
    }

    private boolean is(int i, Type type, String... values) {
        return i >= 0 && i < tokens.size() && tokens.get(i).test(type, values);
    }
}
