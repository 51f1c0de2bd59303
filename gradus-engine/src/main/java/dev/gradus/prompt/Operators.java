package dev.gradus.prompt;

import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.node.expression.AddExpression;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.node.expression.UnaryExpression;
import io.pebbletemplates.pebble.operator.Associativity;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.operator.UnaryOperator;
import io.pebbletemplates.pebble.operator.UnaryOperatorImpl;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Pebble's operators, some with Jinja's meaning and all with results of bounded size.
final class Operators {
    private static final Set<String> REPLACED = Set.of("or", "and", "~", "+", "..");

    private Operators() {}

    static List<BinaryOperator> binary(List<BinaryOperator> core) {
        List<BinaryOperator> all = new ArrayList<>();
        core.stream().filter(known -> !REPLACED.contains(known.getSymbol())).forEach(all::add);
        all.add(operator("or", 10, Or::new));
        all.add(operator("and", 15, And::new));
        all.add(operator("in", 30, In::new));
        all.add(operator("not in", 30, NotIn::new));
        all.add(operator("+", 40, Add::new));
        all.add(operator("~", 110, Join::new));
        return all;
    }

    static List<UnaryOperator> unary(List<UnaryOperator> core) {
        List<UnaryOperator> all = new ArrayList<>();
        core.stream().filter(known -> !known.getSymbol().equals("not")).forEach(all::add);
        // Looser than a comparison, as in Jinja: `not a == b` is `not (a == b)`.
        all.add(new UnaryOperatorImpl("not", 18, Not.class));
        return all;
    }

    private static BinaryOperator operator(
            String symbol, int precedence, Supplier<BinaryExpression<?>> node) {
        return new BinaryOperatorImpl(
                symbol, precedence, node, BinaryOperatorType.NORMAL, Associativity.LEFT);
    }

    static final class Or extends BinaryExpression<Object> {
        @Override
        public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            return Value.truth(getLeftExpression().evaluate(self, context))
                    || Value.truth(getRightExpression().evaluate(self, context));
        }
    }

    static final class And extends BinaryExpression<Object> {
        @Override
        public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            return Value.truth(getLeftExpression().evaluate(self, context))
                    && Value.truth(getRightExpression().evaluate(self, context));
        }
    }

    /// Pebble makes it by reflection.
    public static final class Not extends UnaryExpression {
        @Override
        public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            return !Value.truth(getChildExpression().evaluate(self, context));
        }
    }

    static class In extends BinaryExpression<Object> {
        @Override
        public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            Object item = getLeftExpression().evaluate(self, context);
            return switch (getRightExpression().evaluate(self, context)) {
                case String text -> text.contains(String.valueOf(item));
                case Collection<?> list -> list.contains(item);
                case Map<?, ?> map -> map.containsKey(item);
                case null, default ->
                        throw new PebbleException(
                                null,
                                "'in' looks into a text, a list or a map, and this is none.",
                                getLineNumber(),
                                self.getName());
            };
        }
    }

    static final class NotIn extends In {
        @Override
        public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            return !Boolean.TRUE.equals(super.evaluate(self, context));
        }
    }

    static final class Add extends AddExpression {
        @Override
        public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            return Work.bounded(super.evaluate(self, context), getLineNumber());
        }
    }

    static final class Join extends BinaryExpression<Object> {
        @Override
        public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            StringBuilder out = new StringBuilder();
            Value.write(getLeftExpression().evaluate(self, context), out, getLineNumber());
            Value.write(getRightExpression().evaluate(self, context), out, getLineNumber());
            return out.toString();
        }
    }

    /// A value of bounded size.
    static final class Bounded extends UnaryExpression {
        Bounded(Expression<?> value) {
            setChildExpression(value);
            setLineNumber(value.getLineNumber());
        }

        @Override
        public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            return Work.bounded(getChildExpression().evaluate(self, context), getLineNumber());
        }
    }
}
