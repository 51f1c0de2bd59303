package dev.gradus.models.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What `llama-server` does on the wire, as a process of its own: `/health` says 503 while it
/// loads, then 200; chat completions are answered. The name of the model file says what goes wrong.
final class FakeLlamaServer {
    private FakeLlamaServer() {}

    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        String model = words.get(words.indexOf("--model") + 1);
        int port = Integer.parseInt(words.get(words.indexOf("--port") + 1));
        Files.writeString(
                Path.of(model + ".started"),
                ProcessHandle.current().pid() + " " + String.join(" ", words) + "\n",
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
        System.err.println("build: 1 (fake)");
        if (model.contains("broken")) {
            System.err.println("error: unable to load model");
            System.exit(1);
        }
        long ready = System.nanoTime() + (model.contains("slow") ? 1_000_000_000L : 0);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext(
                "/health",
                exchange -> {
                    boolean loaded = System.nanoTime() >= ready && !model.contains("stuck");
                    answer(
                            exchange,
                            loaded ? 200 : 503,
                            loaded
                                    ? "{\"status\":\"ok\"}"
                                    : "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}");
                });
        server.createContext(
                "/v1/chat/completions",
                exchange -> {
                    if (model.contains("dies")) {
                        System.err.println("ggml: out of memory");
                        Runtime.getRuntime().halt(137);
                    }
                    exchange.getRequestBody().readAllBytes();
                    answer(
                            exchange,
                            200,
                            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"fake\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"refund\"}}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2,\"total_tokens\":14}}");
                });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
