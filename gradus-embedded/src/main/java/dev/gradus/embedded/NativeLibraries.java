package dev.gradus.embedded;

import com.sun.jna.Function;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/// Where the native libraries of ONNX Runtime and of the tokenizers lie, and that they stay silent.
///
/// Left to itself, ONNX Runtime unpacks 28 MB into a new temporary folder at every start (0.15 s,
/// and the folder stays behind a process that was killed), and the tokenizers' wrapper unpacks 15
/// MB into the user's home, asks cloud metadata servers who it is, and reports there. Both can be
/// told otherwise by system properties alone, so these are set here, once, before the first of
/// their classes loads; one that is set already is left as it is.
///
/// The folder is `-Dgradus.natives=DIR`, else `gradus-USER` in `java.io.tmpdir`. Code is loaded
/// from it, and the temporary folder is everybody's: it is used only if it belongs to this user and
/// nobody else can write to it.
final class NativeLibraries {
    private static final String SILENT = "ORT_DISABLE_TELEMETRY";
    private static final String[] NAMES = {"onnxruntime", "onnxruntime4j_jni"};

    private NativeLibraries() {}

    /// Cheap after the first time.
    static synchronized void prepare() throws IOException {
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        // The wrapper logs through SLF4J, which would greet an application without a provider on
        // standard error.
        setUnlessSet("slf4j.internal.verbosity", "ERROR");
        boolean djlPlaced =
                isSet("ENGINE_CACHE_DIR") || isSet("DJL_CACHE_DIR") || isSet("RUST_LIBRARY_PATH");
        boolean onnxPlaced = isSet("onnxruntime.native.path");
        if (!djlPlaced || !onnxPlaced) {
            Path folder = folder();
            // The tokenizers' wrapper loads JNA, which unpacks itself into ~/.cache otherwise.
            setUnlessSet("jna.tmpdir", folder.toString());
            if (!djlPlaced) {
                System.setProperty("ENGINE_CACHE_DIR", folder.toString());
            }
            if (!onnxPlaced) {
                unpackOnnxRuntime(folder)
                        .ifPresent(unpacked ->
                                System.setProperty("onnxruntime.native.path", unpacked.toString()));
            }
        }
        silenceOnnxRuntime();
    }

    /// Since 1.29 ONNX Runtime also reports from Linux and macOS: as it makes its environment,
    /// before `setTelemetry(false)` can be called, it writes a device id and a database into the
    /// user's `~/.cache/Microsoft`, tells a server about the process, and to that end holds regular
    /// expressions against the command line, in a matcher that recurses: a class path of 4,000
    /// characters overflows Java's 1 MB of stack, and the process ends with signal 11. Only a
    /// variable of the environment prevents all of it (onnxruntime pull request 27379), read by
    /// native code, so it is set by native code. On Windows `setTelemetry(false)` does it.
    private static void silenceOnnxRuntime() throws IOException {
        if ("1".equals(System.getenv(SILENT))
                || System.getProperty("os.name").contains("Windows")) {
            return;
        }
        if ("1"
                .equals(
                        Function.getFunction(null, "getenv")
                                .invokeString(new Object[] {SILENT}, false))) {
            return;
        }
        int wrong = Function.getFunction(null, "setenv").invokeInt(new Object[] {SILENT, "1", 1});
        if (wrong != 0) {
            throw new IOException(
                    "the environment variable " + SILENT + " cannot be set; set it to 1");
        }
    }

    private static Path folder() throws IOException {
        String chosen = System.getProperty("gradus.natives");
        if (chosen != null) {
            return Files.createDirectories(Path.of(chosen).toAbsolutePath());
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
        Path shared = temporary.resolve("gradus-" + user).toAbsolutePath();
        if (!Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
            // Windows: the temporary folder is the user's own.
            return Files.createDirectories(shared);
        }
        var mine =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        if (!Files.exists(shared, LinkOption.NOFOLLOW_LINKS)) {
            try {
                return Files.createDirectory(shared, mine);
            } catch (FileSystemException another) {
                // Another process made it first: look at what it made.
            }
        }
        return isMine(shared, temporary, user) ? shared : Files.createTempDirectory("gradus-");
    }

    private static boolean isMine(Path folder, Path temporary, String user) throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.isDirectory()
                && found.owner()
                        .equals(
                                temporary
                                        .getFileSystem()
                                        .getUserPrincipalLookupService()
                                        .lookupPrincipalByName(user))
                && !found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }

    /// Empty where the artifact has no library for this platform: ONNX Runtime then says so itself.
    private static Optional<Path> unpackOnnxRuntime(Path folder) throws IOException {
        String platform = platform();
        Optional<URL> first = library(platform, NAMES[0]);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String version = ClassPath.checksum(first.get()).replace(':', '-');
        Path unpacked = folder.resolve("onnxruntime-" + platform + "-" + version);
        if (!Files.exists(unpacked)) {
            Path fresh = Files.createTempDirectory(folder, "unpacking-");
            for (String name : NAMES) {
                URL library =
                        library(platform, name)
                                .orElseThrow(() ->
                                        new IOException(
                                                name + " is missing beside " + first.get()));
                try (InputStream in = library.openStream()) {
                    Files.copy(in, fresh.resolve(System.mapLibraryName(name)));
                }
            }
            putInPlace(fresh, unpacked);
        }
        return Optional.of(unpacked);
    }

    /// All or nothing, so that a process that starts meanwhile sees whole files.
    private static void putInPlace(Path fresh, Path place) throws IOException {
        try {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException another) {
            if (!Files.isDirectory(place)) {
                throw another;
            }
            for (String name : NAMES) {
                Files.deleteIfExists(fresh.resolve(System.mapLibraryName(name)));
            }
            Files.deleteIfExists(fresh);
        }
    }

    private static Optional<URL> library(String platform, String name) {
        return ClassPath.find(
                "ai/onnxruntime/native/" + platform + "/" + System.mapLibraryName(name));
    }

    /// As ONNX Runtime names its folders.
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
        boolean x64 = arch.equals("amd64") || arch.equals("x86_64");
        return system + "-" + (x64 ? "x64" : arch);
    }

    /// DJL reads an environment variable of the same name first.
    private static boolean isSet(String property) {
        return System.getProperty(property) != null || System.getenv(property) != null;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
