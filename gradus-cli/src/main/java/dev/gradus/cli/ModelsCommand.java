package dev.gradus.cli;

import dev.gradus.files.JsonText;
import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.EncoderSource.EncoderFacts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The models that can be named in a task file.
@Command(
        name = "models",
        description = {
            "List the models that a task file can name.",
            "One that is not installed is fetched once by: gradus models get embedded/NAME"
        },
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print as JSON (gradus.models/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<EncoderFacts> models = new ArrayList<>();
        ServiceLoader.load(EncoderSource.class).forEach(source -> models.addAll(source.encoders()));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? JsonText.writePretty(document(models)) : screen(models));
        out.flush();
        return 0;
    }

    private static String screen(List<EncoderFacts> models) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-24s %-10s %6s %7s %8s %8s  %s",
                        "model",
                        "installed",
                        "layers",
                        "weights",
                        "tokens",
                        "size",
                        "licence"));
        for (EncoderFacts facts : models) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-24s %-10s %6d %7s %8d %5d MB  %s",
                            facts.name(),
                            facts.installed() ? "yes" : "no",
                            facts.layers(),
                            facts.quantized() ? "int8" : "fp32",
                            facts.maxTokens(),
                            facts.megabytes(),
                            facts.licence()));
        }
        lines.add(
                "All of them run in this process and cost CPU time at machine.rate-per-core-hour.");
        return String.join(System.lineSeparator(), lines);
    }

    private static Map<String, Object> document(List<EncoderFacts> models) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.models/1");
        document.put("models", models.stream().map(ModelsCommand::tree).toList());
        return document;
    }

    private static Map<String, Object> tree(EncoderFacts facts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("model", facts.name().toString());
        tree.put("installed", facts.installed());
        tree.put("dimensions", facts.dimensions());
        tree.put("layers", facts.layers());
        tree.put("quantized", facts.quantized());
        tree.put("maxTokens", facts.maxTokens());
        tree.put("megabytes", facts.megabytes());
        tree.put("licence", facts.licence());
        return tree;
    }
}
