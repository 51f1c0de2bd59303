package dev.gradus.models;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What a call costs the client in CPU, beside the least that any client could spend: a raw socket
/// that writes fixed bytes. In turn, so that both see the same machine. Arguments: port of an
/// OpenAI-compatible server, calls at once, calls a round, rounds.
final class ClientBench {
    private ClientBench() {}

    public static void main(String[] words) throws Exception {
        int port = Integer.parseInt(words[0]);
        int atOnce = Integer.parseInt(words[1]);
        int calls = Integer.parseInt(words[2]);
        try (Model model = open(port)) {
            for (int round = 1; round <= Integer.parseInt(words[3]); round++) {
                double ours = measured(atOnce, calls, left -> ask(model, left));
                double raw = measured(atOnce, calls, left -> write(port, left));
                System.out.printf(
                        Locale.ROOT,
                        "{\"round\": %d, \"calls\": %d, \"clientMicros\": %.1f, \"rawSocketMicros\": %.1f}%n",
                        round,
                        calls,
                        ours,
                        raw);
            }
        }
    }

    private interface Caller {
        void callAll(AtomicInteger left);
    }

    /// CPU microseconds of this process for each call.
    private static double measured(int atOnce, int calls, Caller caller)
            throws InterruptedException {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        AtomicInteger left = new AtomicInteger(calls);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            threads.add(Thread.ofVirtual().start(() -> caller.callAll(left)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return (system.getProcessCpuTime() - before) / 1e3 / calls;
    }

    private static Model open(int port) {
        return new HttpModelSource()
                .open(
                        ModelName.parse("openai/gpt-4.1-mini"),
                        ProviderSettings.standard().withBaseUrl("http://127.0.0.1:" + port + "/v1"),
                        new ModelSource.Place(Path.of("."), name -> Optional.of("sk-of-no-one")));
    }

    private static void ask(Model model, AtomicInteger left) {
        for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
            model.answer(
                    new Model.Call(
                            ChatRequest.of(
                                    Sampling.standard().withTemperature(0).withMaxTokens(64),
                                    Message.system("Name the one intent of the message."),
                                    Message.user("I am still waiting on my card? " + number)),
                            0,
                            Duration.ofSeconds(60)));
        }
    }

    private static void write(int port, AtomicInteger left) {
        String body =
                "{\"model\":\"gpt-4.1-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"I am"
                        + " still waiting on my card?\"}]}";
        byte[] request =
                ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type:"
                                + " application/json\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] reply = new byte[8192];
            while (left.getAndDecrement() > 0) {
                out.write(request);
                readWhole(in, reply);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readWhole(InputStream in, byte[] reply) throws IOException {
        int read = in.read(reply);
        String head = new String(reply, 0, read, StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n") + 4;
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:") + 15;
        int length = Integer.parseInt(head.substring(at, head.indexOf('\r', at)).strip());
        while (read < end + length) {
            read += in.read(reply, read, reply.length - read);
        }
    }
}
