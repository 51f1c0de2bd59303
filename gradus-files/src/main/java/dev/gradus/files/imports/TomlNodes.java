package dev.gradus.files.imports;

import dev.gradus.files.Quoted;
import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads TOML 1.0 into nodes with lines. Written here because the libraries that keep lines bring
/// an ANTLR run-time whose version clashes with the one of the scorers and complains on every
/// start. Dates stay texts, and a table may be reopened; what is wrong is refused with its line.
final class TomlNodes {
    private static final String BARE =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final int DEEPEST = 50;

    private final String text;
    private final String file;
    private int at;
    private int line = 1;

    private TomlNodes(String text, String file) {
        this.text = text.replace("\r\n", "\n");
        this.file = file;
    }

    /// A table in the making.
    private static final class Table {
        final Map<String, Object> values = new LinkedHashMap<>();
        final Map<String, Integer> lines = new LinkedHashMap<>();
        int line = 1;
    }

    static Node read(String text, String file) {
        TomlNodes reader = new TomlNodes(text, file);
        return reader.node(reader.document());
    }

    private Table document() {
        Table root = new Table();
        Table current = root;
        for (blank(); at < text.length(); blank()) {
            if (peek() != '[') {
                pair(current);
            } else {
                boolean list = text.startsWith("[[", at);
                at += list ? 2 : 1;
                List<String> path = path();
                expect(list ? "]]" : "]");
                current = open(root, path, list);
            }
            endOfLine();
        }
        return root;
    }

    private Table open(Table root, List<String> path, boolean list) {
        Table parent = inside(root, path.subList(0, path.size() - 1));
        String key = path.getLast();
        if (!list) {
            return inside(parent, List.of(key));
        }
        Object known = parent.values.get(key);
        List<Object> items = new ArrayList<>();
        if (known instanceof List<?> already) {
            items.addAll(already);
        } else if (known != null) {
            throw wrong("key " + Quoted.value(key) + " stands already");
        }
        Table added = new Table();
        added.line = line;
        items.add(added);
        parent.values.put(key, items);
        parent.lines.putIfAbsent(key, line);
        return added;
    }

    /// The table at a path; made where it is not there. Of a list, its last table.
    private Table inside(Table from, List<String> path) {
        Table table = from;
        for (String key : path) {
            Object known = table.values.get(key);
            if (known instanceof List<?> list && !list.isEmpty()) {
                known = list.getLast();
            }
            if (known instanceof Table next) {
                table = next;
            } else if (known == null) {
                Table next = new Table();
                next.line = line;
                table.values.put(key, next);
                table.lines.put(key, line);
                table = next;
            } else {
                throw wrong("key " + Quoted.value(key) + " is no table");
            }
        }
        return table;
    }

    private void pair(Table table) {
        int where = line;
        List<String> path = path();
        expect("=");
        space();
        Table inner = inside(table, path.subList(0, path.size() - 1));
        Object value = value(0);
        if (inner.values.putIfAbsent(path.getLast(), value) != null) {
            throw wrong("key " + Quoted.value(path.getLast()) + " stands twice");
        }
        inner.lines.put(path.getLast(), where);
    }

    private List<String> path() {
        List<String> path = new ArrayList<>();
        do {
            space();
            char c = peek();
            if (c == '"' || c == '\'') {
                path.add(string().words());
            } else {
                int from = at;
                while (at < text.length() && BARE.indexOf(text.charAt(at)) >= 0) {
                    at++;
                }
                if (from == at) {
                    throw wrong("a key is wanted here");
                }
                path.add(text.substring(from, at));
            }
            space();
        } while (skip("."));
        return path;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw wrong("values are nested more than " + DEEPEST + " deep");
        }
        char c = peek();
        return switch (c) {
            case '"', '\'' -> string();
            case '[' -> array(depth);
            case '{' -> inline(depth);
            default -> {
                int from = at;
                while (at < text.length() && ",]}#\n".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                String word = text.substring(from, at).strip();
                if (!word.matches("true|false|[-+0-9.:TZtzeE_xoa-fA-F ]+|[-+]?(inf|nan)")) {
                    throw wrong("the value " + Quoted.value(word) + " is none of TOML's");
                }
                yield new Node.Text(file, line, word.replace("_", ""), true);
            }
        };
    }

    private List<Object> array(int depth) {
        List<Object> items = new ArrayList<>();
        at++;
        for (blank(); !skip("]"); blank()) {
            items.add(value(depth + 1));
            blank();
            if (!skip(",") && peek() != ']') {
                throw wrong("a comma or ']' is wanted here");
            }
        }
        return items;
    }

    private Table inline(int depth) {
        Table table = new Table();
        table.line = line;
        at++;
        for (space(); !skip("}"); space()) {
            if (depth > DEEPEST) {
                throw wrong("values are nested more than " + DEEPEST + " deep");
            }
            pair(table);
            space();
            if (!skip(",") && peek() != '}') {
                throw wrong("a comma or '}' is wanted here");
            }
        }
        return table;
    }

    private Node.Text string() {
        int where = line;
        char quote = peek();
        String three = String.valueOf(quote).repeat(3);
        boolean many = text.startsWith(three, at);
        at += many ? 3 : 1;
        if (many && skip("\n")) {
            line++;
        }
        StringBuilder out = new StringBuilder();
        while (!text.startsWith(many ? three : String.valueOf(quote), at)) {
            char c = peek();
            if (c == '\n' && !many) {
                throw wrong("a text in quotes does not end on its line");
            }
            if (c == '\\' && quote == '"') {
                escape(out, many);
            } else {
                line += c == '\n' ? 1 : 0;
                out.append(c);
                at++;
            }
        }
        at += many ? 3 : 1;
        while (many && at < text.length() && text.charAt(at) == quote) {
            out.append(quote);
            at++;
        }
        return new Node.Text(file, where, out.toString(), false);
    }

    private void escape(StringBuilder out, boolean many) {
        at++;
        char c = peek();
        at++;
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case '"', '\\' -> out.append(c);
            case 'u', 'U' -> {
                int digits = c == 'u' ? 4 : 8;
                String code = text.substring(at, Math.min(text.length(), at + digits));
                if (!code.matches("[0-9a-fA-F]{" + digits + "}")
                        || !Character.isValidCodePoint(Integer.parseUnsignedInt(code, 16))) {
                    throw wrong("this is no character");
                }
                out.appendCodePoint(Integer.parseUnsignedInt(code, 16));
                at += digits;
            }
            default -> {
                if (!many || !Character.isWhitespace(c)) {
                    throw wrong("the escape \\" + c + " is none of TOML's");
                }
                at--;
                while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                    line += text.charAt(at++) == '\n' ? 1 : 0;
                }
            }
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("the file ends here, and more is wanted");
        }
        return text.charAt(at);
    }

    private boolean skip(String wanted) {
        boolean there = text.startsWith(wanted, at);
        at += there ? wanted.length() : 0;
        return there;
    }

    private void expect(String wanted) {
        space();
        if (!skip(wanted)) {
            throw wrong("'" + wanted + "' is wanted here");
        }
    }

    private void space() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /// White space, line ends and comments.
    private void blank() {
        for (space(); at < text.length(); space()) {
            if (text.charAt(at) == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.charAt(at) == '\n') {
                at++;
                line++;
            } else {
                return;
            }
        }
    }

    private void endOfLine() {
        int before = line;
        blank();
        if (at < text.length() && line == before) {
            throw wrong("the line goes on after its value");
        }
    }

    private GradusException wrong(String what) {
        int column = at - text.lastIndexOf('\n', Math.max(0, Math.min(at, text.length()) - 1));
        return new GradusException.Data(
                file
                        + ":"
                        + line
                        + ":"
                        + column
                        + ": this is not TOML: "
                        + what
                        + ". Fix the line.");
    }

    private Node node(Object value) {
        return switch (value) {
            case Table table -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                table.values.forEach((key, item) -> fields.put(key, node(item)));
                yield new Node.Fields(file, table.line, fields, table.lines);
            }
            case List<?> list -> new Node.Items(file, line, list.stream().map(this::node).toList());
            case Node node -> node;
            default -> throw new AssertionError(value);
        };
    }
}
