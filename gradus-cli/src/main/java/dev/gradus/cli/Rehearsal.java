package dev.gradus.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/// What `./gradus` makes its AOT cache from: the JVM writes down which classes these commands load
/// and link, and later runs find them ready. One run goes down the way to a chat model and back, as
/// half of a short gate's time is spent there before the first call; the model is played by this
/// process, on the loopback address.
///
/// Nobody needs it otherwise. It writes into one folder and leaves it for its caller to remove.
public final class Rehearsal {
    private static final int EXAMPLES = 60;
    private static final String REPLY =
            """
            {"id": "1", "object": "chat.completion", "model": "rehearsal", "choices": [{"index": 0,
             "finish_reason": "stop", "message": {"role": "assistant", "content": "even"}}],
             "usage": {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10}}
            """;
    private static final String TASK =
            """
            task: rehearsal
            brief: Say whether the number is even or odd.
            examples: { file: examples.csv, input: text, expected: label }
            answer: { labels: [ even, odd ] }
            goal: { score: 0.99, matters: 0.1 }
            models: [ openai/rehearsal ]
            prompt: prompt.txt
            providers: { openai: { base-url: "http://127.0.0.1:%d/v1" } }
            sampling: { temperature: 0, max-tokens: 16 }
            """;

    private Rehearsal() {}

    /// @param args a folder with a task without chat models to check, and an empty folder
    public static void main(String[] args) throws IOException {
        run(Path.of(args[0]), Path.of(args[1]));
    }

    /// @return the commands' exit codes: a check, a baseline, a gate, a climb
    static List<Integer> run(Path checked, Path folder) throws IOException {
        HttpServer model =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            model.setExecutor(threads);
            model.createContext("/", Rehearsal::answer);
            model.start();
            write(folder, model.getAddress().getPort());
            String task = folder.toString();
            List<Integer> exitCodes = new ArrayList<>();
            for (List<String> command :
                    List.of(
                            List.of(
                                    "check",
                                    checked.toString(),
                                    "--ledger",
                                    folder.resolve("none").toString()),
                            List.of("gate", task, "--all-examples", "--write-baseline"),
                            List.of("gate", task, "--all-examples"),
                            List.of("climb", task, "--ledger", folder.resolve("c").toString()))) {
                exitCodes.add(
                        Main.commandLine()
                                .setOut(new PrintWriter(Writer.nullWriter()))
                                .setErr(new PrintWriter(Writer.nullWriter()))
                                .execute(command.toArray(String[]::new)));
            }
            return exitCodes;
        } finally {
            model.stop(0);
        }
    }

    private static void write(Path folder, int port) throws IOException {
        StringBuilder examples = new StringBuilder("text,label\n");
        for (int i = 0; i < EXAMPLES; i++) {
            examples.append("Is ").append(i).append(i % 2 == 0 ? " so?,even\n" : " so?,odd\n");
        }
        Files.writeString(folder.resolve("examples.csv"), examples);
        Files.writeString(folder.resolve("prompt.txt"), "Answer even or odd.\n{{ input }}");
        Files.writeString(folder.resolve("gradus.yaml"), TASK.formatted(port));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] reply = REPLY.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }
}
