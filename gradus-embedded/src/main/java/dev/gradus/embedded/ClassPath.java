package dev.gradus.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.zip.CRC32;

/// Files of the encoders' artifacts.
final class ClassPath {
    private ClassPath() {}

    /// The thread's own loader first: an application server or a plug-in may hold the artifacts
    /// there.
    static Optional<URL> find(String resource) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        URL found = context == null ? null : context.getResource(resource);
        if (found == null) {
            found = ClassPath.class.getClassLoader().getResource(resource);
        }
        return Optional.ofNullable(found);
    }

    /// Reads a file once, straight into memory that native code can use in place: a byte array
    /// would be copied on its way out of the heap, and up to 133 MB of heap would be asked for.
    static ByteBuffer read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        int size = connection.getContentLength();
        if (size < 0) {
            throw new IOException(url + " does not say how long it is");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        try (InputStream in = connection.getInputStream();
                ReadableByteChannel channel = Channels.newChannel(in)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException(
                            url + " ends after " + bytes.position() + " of " + size + " bytes");
                }
            }
        }
        return bytes.flip();
    }

    /// The checksum and length of a file: from the jar's directory, without reading it, where it is
    /// in a jar.
    static String checksum(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                var entry = jar.getJarEntry();
                return Long.toHexString(entry.getCrc()) + ":" + entry.getSize();
            }
        }
        CRC32 crc = new CRC32();
        ByteBuffer bytes = read(url);
        int size = bytes.remaining();
        crc.update(bytes);
        return Long.toHexString(crc.getValue()) + ":" + size;
    }
}
