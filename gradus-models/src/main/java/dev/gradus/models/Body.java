package dev.gradus.models;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads a body of bounded size.
final class Body {
    private Body() {}

    /// A body that is larger than any reply has a reason to be.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long most) {
            super("more than " + most + " bytes");
        }
    }

    /// The whole body.
    ///
    /// @param announced its length, or -1
    /// @throws TooLarge where it is larger than `most`; it is not read to its end
    static byte[] read(InputStream in, long announced, int most) throws IOException {
        if (announced > most) {
            throw new TooLarge(most);
        }
        byte[] bytes = new byte[announced >= 0 ? (int) announced : 4096];
        int length = in.readNBytes(bytes, 0, bytes.length);
        while (announced < 0 && length == bytes.length) {
            if (length > most) {
                throw new TooLarge(most);
            }
            bytes = Arrays.copyOf(bytes, length * 2);
            length += in.readNBytes(bytes, length, bytes.length - length);
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
