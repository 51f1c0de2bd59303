package dev.gradus.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// One input that is wrong in one thing, and what a command must answer to it. The kit and its
/// index stand beside this class under `broken/`.
///
/// @param name the folder's name
/// @param wrong what is wrong with it, for people
/// @param exitCode 0 where the input is to be accepted, 2 for a usage error, 3 for a data error
/// @param command `check` takes the folder, `judge` takes its `outcomes.csv`
/// @param mentions texts that the error must contain; none where the input is accepted
/// @param files the input's files, relative to its folder
public record BrokenInput(
        String name,
        String wrong,
        int exitCode,
        String command,
        List<String> mentions,
        List<String> files) {
    /// The input whose `train.csv` is too large to keep: it is written when the input is copied.
    public static final String HUGE_CELL = "csv-huge-cell";

    private static final int HUGE_CELL_BYTES = 32 << 20;

    public BrokenInput {
        mentions = List.copyOf(mentions);
        files = List.copyOf(files);
    }

    /// Every input of the kit, in the order of the index.
    public static List<BrokenInput> all() {
        try (BufferedReader index =
                new BufferedReader(
                        new InputStreamReader(open("index.tsv"), StandardCharsets.UTF_8))) {
            return index.lines().skip(1).map(BrokenInput::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The input of this name.
    ///
    /// @throws IllegalArgumentException where the index has no such name
    public static BrokenInput of(String name) {
        return all().stream()
                .filter(input -> input.name.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no broken input is named '" + name + "'"));
    }

    /// Copies the input into a new folder of its name and returns that folder.
    public Path copyTo(Path parent) {
        Path folder = parent.resolve(name);
        try {
            for (String file : files) {
                Path target = folder.resolve(file);
                Files.createDirectories(target.getParent());
                try (InputStream in = open(name + "/" + file)) {
                    Files.copy(in, target);
                }
            }
            if (name.equals(HUGE_CELL)) {
                writeHugeCell(folder.resolve("train.csv"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /// So that a parameterised test shows the name.
    @Override
    public String toString() {
        return name;
    }

    private static BrokenInput parse(String line) {
        String[] cells = line.split("\t", -1);
        return new BrokenInput(
                cells[0],
                cells[1],
                Integer.parseInt(cells[2]),
                cells[3],
                list(cells[4], "\\|"),
                list(cells[5], " "));
    }

    private static List<String> list(String cell, String separator) {
        return cell.isEmpty() ? List.of() : Arrays.asList(cell.split(separator, -1));
    }

    private static InputStream open(String path) {
        InputStream in = BrokenInput.class.getResourceAsStream("broken/" + path);
        if (in == null) {
            throw new IllegalStateException("broken/" + path + " is not on the class path");
        }
        return in;
    }

    private static void writeHugeCell(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                InputStream valid = open("valid/train.csv")) {
            String text = new String(valid.readAllBytes(), StandardCharsets.UTF_8);
            int third = text.indexOf('\n', text.indexOf('\n') + 1) + 1;
            out.write(text, 0, third);
            String kibibyte = "0123456789abcde ".repeat(64);
            for (int i = 0; i < HUGE_CELL_BYTES / 1024; i++) {
                out.write(kibibyte);
            }
            out.write(",refund\n");
            out.write(text, third, text.length() - third);
        }
    }
}
