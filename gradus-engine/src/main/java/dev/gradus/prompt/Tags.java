package dev.gradus.prompt;

import io.pebbletemplates.pebble.error.ParserException;
import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.lexer.TokenStream;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.SetNode;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.node.expression.UnaryExpression;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tags of a template, with Jinja's meaning and bounded work.
final class Tags {
    private Tags() {}

    static List<TokenParser> all() {
        return List.of(new IfTag(), new ForTag(), new SetTag());
    }

    /// `if`, `elif`, `else`, `endif`: any value has a truth.
    private static final class IfTag implements TokenParser {
        @Override
        public String getTag() {
            return "if";
        }

        @Override
        public RenderableNode parse(Token token, Parser parser) {
            TokenStream stream = parser.getStream();
            List<Branch> branches = new ArrayList<>();
            do {
                stream.next();
                Expression<?> condition = parser.getExpressionParser().parseExpression();
                stream.expect(Token.Type.EXECUTE_END);
                branches.add(
                        new Branch(condition, body(parser, "elif", "elseif", "else", "endif")));
            } while (stream.current().test(Token.Type.NAME, "elif", "elseif"));
            BodyNode otherwise = null;
            if (stream.current().test(Token.Type.NAME, "else")) {
                stream.next();
                stream.expect(Token.Type.EXECUTE_END);
                otherwise = body(parser, "endif");
            }
            end(stream, token, "endif");
            return new Choice(token.getLineNumber(), branches, otherwise);
        }
    }

    private record Branch(Expression<?> condition, BodyNode body) {}

    private static final class Choice extends AbstractRenderableNode {
        private final List<Branch> branches;
        private final @Nullable BodyNode otherwise;

        Choice(int line, List<Branch> branches, @Nullable BodyNode otherwise) {
            super(line);
            this.branches = branches;
            this.otherwise = otherwise;
        }

        @Override
        public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context)
                throws IOException {
            for (Branch branch : branches) {
                if (Value.truth(branch.condition.evaluate(self, context))) {
                    branch.body.render(self, writer, context);
                    return;
                }
            }
            if (otherwise != null) {
                otherwise.render(self, writer, context);
            }
        }

        @Override
        public void accept(NodeVisitor visitor) {
            visitor.visit(this);
        }
    }

    /// `for x in list`, `else`, `endfor`: counts its passes; over a map it runs through the keys.
    private static final class ForTag implements TokenParser {
        @Override
        public String getTag() {
            return "for";
        }

        @Override
        public RenderableNode parse(Token token, Parser parser) {
            TokenStream stream = parser.getStream();
            int line = token.getLineNumber();
            stream.next();
            String variable = parser.getExpressionParser().parseNewVariableName();
            stream.expect(Token.Type.OPERATOR, "in");
            Expression<?> list = parser.getExpressionParser().parseExpression();
            stream.expect(Token.Type.EXECUTE_END);
            List<RenderableNode> children = new ArrayList<>();
            children.add(new Pass(line));
            children.addAll(body(parser, "else", "endfor").getChildren());
            BodyNode otherwise = null;
            if (stream.current().test(Token.Type.NAME, "else")) {
                stream.next();
                stream.expect(Token.Type.EXECUTE_END);
                otherwise = body(parser, "endfor");
            }
            end(stream, token, "endfor");
            return new ForNode(
                    line, variable, new Keys(list), new BodyNode(line, children), otherwise);
        }
    }

    private static final class Pass extends AbstractRenderableNode {
        Pass(int line) {
            super(line);
        }

        @Override
        public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
            Work.pass(context, getLineNumber());
        }

        @Override
        public void accept(NodeVisitor visitor) {
            visitor.visit(this);
        }
    }

    private static final class Keys extends UnaryExpression {
        Keys(Expression<?> list) {
            setChildExpression(list);
            setLineNumber(list.getLineNumber());
        }

        @Override
        public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            Object value = getChildExpression().evaluate(self, context);
            return value instanceof Map<?, ?> map ? List.copyOf(map.keySet()) : value;
        }
    }

    /// `set x = value`.
    private static final class SetTag implements TokenParser {
        @Override
        public String getTag() {
            return "set";
        }

        @Override
        public RenderableNode parse(Token token, Parser parser) {
            TokenStream stream = parser.getStream();
            stream.next();
            String name = parser.getExpressionParser().parseNewVariableName();
            stream.expect(Token.Type.PUNCTUATION, "=");
            Expression<?> value = parser.getExpressionParser().parseExpression();
            stream.expect(Token.Type.EXECUTE_END);
            return new SetNode(token.getLineNumber(), name, new Operators.Bounded(value));
        }
    }

    private static BodyNode body(Parser parser, String... ends) {
        return printed(parser.subparse(token -> token.test(Token.Type.NAME, ends)));
    }

    /// The same body, whose values are printed as words of bounded length.
    static BodyNode printed(BodyNode body) {
        for (RenderableNode child : body.getChildren()) {
            if (child instanceof PrintNode print) {
                print.setExpression(new Printed(print.getExpression()));
            }
        }
        return body;
    }

    private static final class Printed extends UnaryExpression {
        Printed(Expression<?> value) {
            setChildExpression(value);
            setLineNumber(value.getLineNumber());
        }

        @Override
        public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            return Value.text(getChildExpression().evaluate(self, context), getLineNumber());
        }
    }

    private static void end(TokenStream stream, Token start, String word) {
        if (!stream.current().test(Token.Type.NAME, word)) {
            throw new ParserException(
                    null,
                    "'" + start.getValue() + "' is not closed. Write {% " + word + " %} after it.",
                    start.getLineNumber(),
                    stream.getFilename());
        }
        stream.next();
        stream.expect(Token.Type.EXECUTE_END);
    }
}
