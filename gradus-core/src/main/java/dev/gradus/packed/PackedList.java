package dev.gradus.packed;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// An immutable list that keeps its elements as compressed bytes and makes each anew when it is
/// asked for. Thread-safe.
///
/// Made for lists as long as a file of examples: 200,000 short messages with their outcomes take 10
/// MB here and 65 MB as objects. Elements lie in blocks of 128, fewer where they are long, and the
/// block that was read last is kept as objects: reading in order decodes each block once, at about
/// a microsecond an element, and reading at random decodes a whole block each time. Copy what is
/// read at random or by many threads at once: `List.copyOf(packed.subList(from, to))`.
public final class PackedList<T> extends AbstractList<T> implements RandomAccess {
    private static final int MOST_ELEMENTS = 128;

    /// Of a block before it is compressed: a longer element is a block of its own.
    private static final int MOST_BYTES = 1 << 16;

    private static final int FEW = 4_096;

    private final Form<T> form;
    private final List<byte[]> blocks;
    private final List<String> words;

    /// Of each block the place of its first element, and the size of the list at the end.
    private final int[] firsts;

    private volatile @Nullable Block<T> last;

    private PackedList(Form<T> form, List<byte[]> blocks, List<String> words, int[] firsts) {
        this.form = form;
        this.blocks = blocks;
        this.words = words;
        this.firsts = firsts;
    }

    /// How an element is written and read back: equal to what it was, and in the same order of
    /// fields.
    public interface Form<T> {
        void write(T element, PackedWriter to);

        T read(PackedReader from);
    }

    private record Block<T>(int first, List<T> elements) {
        boolean has(int index) {
            return index >= first && index < first + elements.size();
        }
    }

    /// An immutable list of these elements: this one itself where it is packed, else `List.copyOf`,
    /// which would make all objects of a packed list and keep them.
    public static <T> List<T> copyOf(List<T> list) {
        return list instanceof PackedList ? list : List.copyOf(list);
    }

    @Override
    public T get(int index) {
        Objects.checkIndex(index, size());
        Block<T> block = last;
        if (block == null || !block.has(index)) {
            int found = Arrays.binarySearch(firsts, index);
            block = decoded(found < 0 ? -found - 2 : found);
            last = block;
        }
        return block.elements().get(index - block.first());
    }

    @Override
    public int size() {
        return firsts[firsts.length - 1];
    }

    /// What the elements take, without the words that are kept once.
    long bytes() {
        return blocks.stream().mapToLong(block -> block.length).sum();
    }

    private Block<T> decoded(int number) {
        PackedReader from = new PackedReader(inflated(blocks.get(number)), words);
        int count = firsts[number + 1] - firsts[number];
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(form.read(from));
        }
        return new Block<>(firsts[number], elements);
    }

    /// The length stands in front, as four bytes.
    private static byte[] inflated(byte[] block) {
        byte[] bytes =
                new byte
                        [(block[0] & 0xff) << 24
                                | (block[1] & 0xff) << 16
                                | (block[2] & 0xff) << 8
                                | block[3] & 0xff];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(block, Integer.BYTES, block.length - Integer.BYTES);
            for (int at = 0; at < bytes.length; ) {
                int more = inflater.inflate(bytes, at, bytes.length - at);
                if (more == 0) {
                    throw new AssertionError("a block ended before its elements");
                }
                at += more;
            }
            return bytes;
        } catch (DataFormatException impossible) {
            throw new AssertionError("a block is what the deflater wrote", impossible);
        } finally {
            inflater.end();
        }
    }

    /// Takes elements one by one, and keeps up to 4,096 as the objects they are, which cost nothing
    /// to read: only a longer list is packed. Not thread-safe; spent once it has built.
    public static final class Builder<T> {
        private final Form<T> form;
        private final List<T> few = new ArrayList<>();
        private @Nullable Packing<T> packing;
        private int size;

        public Builder(Form<T> form) {
            this.form = form;
        }

        public Builder<T> add(T element) {
            size++;
            if (packing == null && size <= FEW) {
                few.add(element);
                return this;
            }
            if (packing == null) {
                packing = new Packing<>(form);
                few.forEach(packing::add);
                few.clear();
            }
            packing.add(element);
            return this;
        }

        /// How many it has taken.
        public int size() {
            return size;
        }

        public List<T> build() {
            return packing == null ? List.copyOf(few) : packing.list();
        }
    }

    /// A packed list of whatever length.
    static <T> PackedList<T> of(Form<T> form, List<T> elements) {
        Packing<T> packing = new Packing<>(form);
        elements.forEach(packing::add);
        return packing.list();
    }

    /// Writes block after block.
    private static final class Packing<T> {
        private final Form<T> form;
        private final List<byte[]> blocks = new ArrayList<>();
        private final List<String> words = new ArrayList<>();
        private final PackedWriter open = new PackedWriter(new HashMap<>(), words);
        private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        private final IntStream.Builder firsts = IntStream.builder();
        private int first;
        private int size;

        Packing(Form<T> form) {
            this.form = form;
        }

        void add(T element) {
            form.write(element, open);
            size++;
            if (size - first == MOST_ELEMENTS || open.length() >= MOST_BYTES) {
                close();
            }
        }

        private void close() {
            blocks.add(deflated());
            firsts.add(first);
            first = size;
        }

        PackedList<T> list() {
            if (size > first) {
                close();
            }
            deflater.end();
            firsts.add(size);
            return new PackedList<>(
                    form, List.copyOf(blocks), List.copyOf(words), firsts.build().toArray());
        }

        private byte[] deflated() {
            int length = open.length();
            deflater.reset();
            deflater.setInput(open.bytes(), 0, length);
            deflater.finish();
            byte[] block = new byte[Integer.BYTES + length + 64];
            block[0] = (byte) (length >>> 24);
            block[1] = (byte) (length >>> 16);
            block[2] = (byte) (length >>> 8);
            block[3] = (byte) length;
            int to = Integer.BYTES;
            while (!deflater.finished()) {
                if (to == block.length) {
                    block = Arrays.copyOf(block, 2 * block.length);
                }
                to += deflater.deflate(block, to, block.length - to);
            }
            open.clear();
            return Arrays.copyOf(block, to);
        }
    }
}
