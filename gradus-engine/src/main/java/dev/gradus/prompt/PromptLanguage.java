package dev.gradus.prompt;

import dev.gradus.canonical.CanonicalJson;
import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.extension.core.AttributeResolverExtension;
import io.pebbletemplates.pebble.extension.core.CoreExtension;
import io.pebbletemplates.pebble.node.RootNode;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.UnaryOperator;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a template may use: the tags of [Tags], the operators of [Operators], the filters `abs
/// capitalize default first join last length lower replace reverse slice sort title tojson trim
/// upper`, the tests `defined empty even iterable map null odd`. No function, no macro, no other
/// template. Filters that could blow up a text or hang on one (`format`, `split`, `range`) are left
/// out.
final class PromptLanguage extends ExtensionCustomizer {
    private static final Set<String> FILTERS =
            Set.of(
                    "abs",
                    "capitalize",
                    "default",
                    "first",
                    "last",
                    "length",
                    "lower",
                    "reverse",
                    "slice",
                    "sort",
                    "title",
                    "trim",
                    "upper");
    private final boolean core;
    private final boolean attributes;

    PromptLanguage(Extension extension) {
        super(extension);
        this.core = extension instanceof CoreExtension;
        this.attributes = extension instanceof AttributeResolverExtension;
    }

    @Override
    public Map<String, Filter> getFilters() {
        Map<String, Filter> filters = new HashMap<>();
        if (core) {
            filters.putAll(super.getFilters());
            filters.keySet().retainAll(FILTERS);
            filters.put("join", new Joining());
            filters.put("replace", new Replacing());
            filters.put("tojson", new Json());
        }
        return filters;
    }

    @Override
    public Map<String, Test> getTests() {
        return core ? super.getTests() : Map.of();
    }

    @Override
    public Map<String, Function> getFunctions() {
        return Map.of();
    }

    @Override
    public List<TokenParser> getTokenParsers() {
        return core ? Tags.all() : List.of();
    }

    @Override
    public List<BinaryOperator> getBinaryOperators() {
        return core ? Operators.binary(super.getBinaryOperators()) : List.of();
    }

    @Override
    public List<UnaryOperator> getUnaryOperators() {
        return core ? Operators.unary(super.getUnaryOperators()) : List.of();
    }

    @Override
    public Map<String, Object> getGlobalVariables() {
        return Map.of();
    }

    @Override
    public List<NodeVisitorFactory> getNodeVisitors() {
        return core ? List.of(PromptLanguage::printingVisitor) : List.of();
    }

    @Override
    public List<AttributeResolver> getAttributeResolver() {
        return attributes ? List.of(new PlainAttributes()) : List.of();
    }

    private static NodeVisitor printingVisitor(PebbleTemplate template) {
        return new AbstractNodeVisitor((PebbleTemplateImpl) template) {
            @Override
            public void visit(RootNode root) {
                Tags.printed(root.getBody());
            }
        };
    }

    /// `list | join(", ")`.
    private static final class Joining implements Filter {
        @Override
        public List<String> getArgumentNames() {
            return List.of("separator");
        }

        @Override
        public Object apply(
                @Nullable Object input,
                Map<String, Object> arguments,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            if (!(input instanceof Collection<?> list)) {
                throw new PebbleException(
                        null, "'join' joins a list, and this is none.", line, self.getName());
            }
            String separator = Value.text(arguments.get("separator"), line);
            StringBuilder out = new StringBuilder();
            String between = "";
            for (Object item : list) {
                out.append(between);
                Value.write(item, out, line);
                between = separator;
            }
            return out.toString();
        }
    }

    /// `text | replace("old", "new")`.
    private static final class Replacing implements Filter {
        @Override
        public List<String> getArgumentNames() {
            return List.of("old", "new");
        }

        @Override
        public Object apply(
                @Nullable Object input,
                Map<String, Object> arguments,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            String text = Value.text(input, line);
            String old = Value.text(arguments.get("old"), line);
            String fresh = Value.text(arguments.get("new"), line);
            if (old.isEmpty()) {
                throw new PebbleException(
                        null, "'replace' needs the text to replace.", line, self.getName());
            }
            StringBuilder out = new StringBuilder();
            int from = 0;
            for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, from)) {
                out.append(text, from, at).append(fresh);
                from = at + old.length();
                if (out.length() > PebbleRenderer.MAX_TEXT) {
                    throw Work.tooLong(line);
                }
            }
            return out.append(text, from, text.length()).toString();
        }
    }

    /// The value as compact JSON.
    private static final class Json implements Filter {
        @Override
        public List<String> getArgumentNames() {
            return List.of();
        }

        @Override
        public Object apply(
                @Nullable Object input,
                Map<String, Object> arguments,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            Work.bounded(input, line);
            Map<String, @Nullable Object> only = new HashMap<>();
            only.put("v", input);
            String json = CanonicalJson.write(only);
            return json.substring("{\"v\":".length(), json.length() - 1);
        }
    }
}
