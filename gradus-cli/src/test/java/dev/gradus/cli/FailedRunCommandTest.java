package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person meets whose provider answers nothing that can be read, and who keeps a baseline.
class FailedRunCommandTest {
    private static final Path ALL_EMPTY =
            Path.of("src", "test", "resources", "dev", "gradus", "cli", "all-empty");
    private static final String EMPTY = reply("", "length", 1024);

    @TempDir private Path temporary;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Function<String, String> answers = body -> EMPTY;
    private HttpServer server = server();
    private Path folder = Path.of("");

    private HttpServer server() {
        try {
            HttpServer made =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext(
                    "/",
                    exchange -> {
                        String body =
                                new String(
                                        exchange.getRequestBody().readAllBytes(),
                                        StandardCharsets.UTF_8);
                        calls.incrementAndGet();
                        byte[] reply = answers.apply(body).getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().set("content-type", "application/json");
                        exchange.sendResponseHeaders(200, reply.length);
                        exchange.getResponseBody().write(reply);
                        exchange.close();
                    });
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reply(String text, String finish, int thought) {
        return """
        {"id": "c", "object": "chat.completion", "model": "m1", "choices": [{"index": 0,
        "finish_reason": "%s", "message": {"role": "assistant", "content": "%s"}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 1024, "total_tokens": 1124,
        "completion_tokens_details": {"reasoning_tokens": %d}}}\
        """
                .formatted(finish, text, thought);
    }

    @BeforeEach
    void copy() throws IOException {
        folder = Files.createDirectories(temporary.resolve("task"));
        for (String name : new String[] {"ex.jsonl", "gradus.yaml", "p.txt"}) {
            Files.writeString(
                    folder.resolve(name),
                    Files.readString(ALL_EMPTY.resolve(name))
                            .replace("PORT", String.valueOf(server.getAddress().getPort())));
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_climb_whose_replies_are_all_empty_ends_with_4_and_names_the_setting() {
        Cli climb = Cli.run("climb", folder);

        assertThat(climb.exitCode()).isEqualTo(4);
        assertThat(climb.err())
                .contains("mock/m1 left 20 replies in a row empty: finish reason length")
                .contains("1,024 thinking tokens each on average, of at most 1,024 tokens")
                .contains("Raise sampling.max-tokens in gradus.yaml");
        assertThat(climb.out()).doesNotContain("0.0");
        assertThat(calls.get()).isBetween(20, 60);

        int paid = calls.get();
        assertThat(Cli.run("climb", folder).exitCode()).isEqualTo(4);
        assertThat(calls.get()).as("paid once").isEqualTo(paid);
    }

    @Test
    void no_baseline_is_written_from_empty_replies_nor_from_unreadable_ones() {
        Cli gate = Cli.run("gate", folder, "--write-baseline", "--all-examples");
        assertThat(gate.exitCode()).isEqualTo(4);
        assertThat(gate.err()).contains("sampling.max-tokens");
        assertThat(calls.get()).isBetween(20, 60);
        assertThat(folder.resolve("baseline.json")).doesNotExist();

        answers = body -> reply("Let us talk of the weather.", "stop", 0);
        Cli prose =
                Cli.run(
                        "gate",
                        folder,
                        "--write-baseline",
                        "--all-examples",
                        "--ledger",
                        temporary.resolve("other.db"));
        assertThat(prose.exitCode()).isEqualTo(4);
        assertThat(prose.err())
                .contains("Nothing was measured")
                .contains("20 answers in a row could not be read")
                .contains("No baseline was written.");
        assertThat(folder.resolve("baseline.json")).doesNotExist();
    }

    @Test
    void a_gate_holds_to_the_best_baseline_until_the_user_accepts_the_loss() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        assertThat(written(0).out()).contains("It is the anchor that later ones are held to");
        // Each merge turns three of 180 answers wrong, 1.7 points; matters is 5.
        Cli first = gate(3);
        assertThat(first.exitCode()).as(first.out()).isZero();
        assertThat(written(3).out())
                .contains("Later ones are still held to the anchor")
                .contains("-1.67 points");
        assertThat(Files.readString(baseline)).contains("\"anchor\"");
        Cli second = gate(6);
        assertThat(second.exitCode()).as(second.out()).isEqualTo(1);
        assertThat(second.out())
                .startsWith("Worse than the best baseline so far: ")
                .contains("against the anchor (the best baseline so far) -3.33 points")
                .contains("against the last baseline -1.67 points")
                .contains("anchor     100.0");

        assertThat(written(6).out()).contains("To accept the loss: --write-baseline --new-anchor");
        assertThat(Cli.run("gate", folder, "--new-anchor", "cheaper").exitCode()).isEqualTo(2);
        assertThat(written(6, "--new-anchor", "cheaper, loss accepted").out())
                .contains("asked for: cheaper, loss accepted");
        assertThat(Files.readString(baseline)).contains("asked for: cheaper, loss accepted");
        assertThat(gate(6).exitCode()).isZero();

        String rows = Files.readString(folder.resolve("ex.jsonl"));
        Files.writeString(folder.resolve("ex.jsonl"), rows.substring(rows.indexOf('\n') + 1));
        assertThat(written(6).out())
                .contains(
                        "the one before it no longer applies: 1 of the 180 examples it was measured on"
                                + " are gone or changed since");
    }

    private Cli written(int wrong, Object... more) {
        return answering(wrong, "--write-baseline", more);
    }

    private Cli gate(int wrong) {
        return answering(wrong, "--all-examples");
    }

    /// Each setting of the prompt is another question, as an edit of it is.
    private Cli answering(int wrong, String word, Object... more) {
        answers = body -> reply(answer(body, wrong), "stop", 0);
        try {
            Files.writeString(folder.resolve("p.txt"), "Edit " + wrong + ". {{ input }}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object[] words = new Object[4 + more.length];
        words[0] = "gate";
        words[1] = folder;
        words[2] = word;
        words[3] = word.equals("--all-examples") ? "--at-once=64" : "--all-examples";
        System.arraycopy(more, 0, words, 4, more.length);
        return Cli.run(words);
    }

    private static String answer(String body, int wrong) {
        int number = Integer.parseInt(body.replaceFirst("(?s).*case (\\d{4}) of.*", "$1"));
        String[] labels = {"positive", "negative", "neutral"};
        return labels[(number - 1 + (number <= wrong ? 1 : 0)) % 3];
    }
}
