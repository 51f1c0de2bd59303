package dev.gradus.embedded.internal;

import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads the JSON that stands in the files of an adapter: objects, lists, texts and whole numbers
/// from 0, nothing else. A parser of 150 lines keeps this module, which applications embed, free of
/// a JSON library. A key that stands twice is refused, for two readers could take different ones.
public final class StrictJson {
    private static final int DEPTH = 8;
    private static final String UNFINISHED = "it ends too early";

    private final String where;
    private final String text;
    private int at;

    private StrictJson(String where, String text) {
        this.where = where;
        this.text = text;
    }

    /// An object; white space may follow it.
    ///
    /// @param where it stands, for messages
    /// @return values that are `String`, `Long`, `List` or `Map`
    /// @throws GradusException.Data where it is anything else
    public static Map<String, Object> object(String where, String text) {
        StrictJson json = new StrictJson(where, text);
        json.blanks();
        Map<String, Object> object = json.object(0);
        json.end();
        return object;
    }

    /// A list of texts.
    ///
    /// @throws GradusException.Data where it is anything else
    public static List<String> texts(String where, String text) {
        StrictJson json = new StrictJson(where, text);
        json.blanks();
        List<String> texts = new ArrayList<>();
        for (Object value : json.list(0)) {
            if (!(value instanceof String one)) {
                throw json.wrong("a list of texts is wanted, and one entry is no text");
            }
            texts.add(one);
        }
        json.end();
        return List.copyOf(texts);
    }

    /// Writes a list of texts as `texts` reads it.
    public static String list(List<String> texts) {
        return texts.stream().map(Quoted::json).collect(Collectors.joining(",", "[", "]"));
    }

    private void end() {
        blanks();
        if (at < text.length()) {
            throw wrong("something follows its end");
        }
    }

    private Object value(int depth) {
        if (depth > DEPTH) {
            throw wrong("it is nested more than " + DEPTH + " deep");
        }
        char next = peek();
        return switch (next) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            default -> {
                if (next < '0' || next > '9') {
                    throw wrong("a text, a whole number, a list or an object is wanted");
                }
                yield number();
            }
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        expect('{');
        while (!closes('}', object.isEmpty())) {
            String key = string();
            blanks();
            expect(':');
            blanks();
            if (object.put(key, value(depth + 1)) != null) {
                throw wrong("key '" + Quoted.of(key) + "' stands twice");
            }
        }
        return object;
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        expect('[');
        while (!closes(']', list.isEmpty())) {
            list.add(value(depth + 1));
        }
        return list;
    }

    /// Steps over what closes, or over the comma before the next entry.
    private boolean closes(char mark, boolean first) {
        blanks();
        if (peek() == mark) {
            at++;
            return true;
        }
        if (!first) {
            expect(',');
            blanks();
        }
        return false;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw wrong("a control character stands in a text");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("'\\" + c + "' is no escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw wrong("four hexadecimal digits are wanted after \\u");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Long number() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean leadingZero = text.charAt(from) == '0' && at - from > 1;
        boolean goesOn = at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0;
        if (at - from > 18 || leadingZero || goesOn) {
            throw wrong("a whole number of at most 18 digits is wanted");
        }
        return Long.valueOf(text.substring(from, at));
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char mark) {
        if (peek() != mark) {
            throw wrong("'" + mark + "' is wanted");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong(UNFINISHED);
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private GradusException.Data wrong(String what) {
        return new GradusException.Data(
                "%s is not the JSON that belongs there: %s (at character %d). The file is damaged: restore it, or tune again."
                        .formatted(where, what, at + 1));
    }
}
