package dev.gradus.embedded;

import java.util.Arrays;

/// Vectors cut into blocks and stored by dimension, so that one vector meets a whole block in one
/// pass; see [Kernel]. Immutable.
final class Columns {
    /// Vectors of a block: with 384 dimensions, 0.75 MB, which the second-level cache holds.
    static final int BLOCK = 512;

    private final float[][][] blocks;
    private final int size;
    private final int dimensions;

    private Columns(float[][][] blocks, int size, int dimensions) {
        this.blocks = blocks;
        this.size = size;
        this.dimensions = dimensions;
    }

    static Columns of(float[][] rows) {
        int dimensions = rows.length == 0 ? 0 : rows[0].length;
        float[][][] blocks = new float[(rows.length + BLOCK - 1) / BLOCK][dimensions][];
        for (int b = 0; b < blocks.length; b++) {
            int first = b * BLOCK;
            int width = Math.min(BLOCK, rows.length - first);
            for (int d = 0; d < dimensions; d++) {
                float[] column = new float[width];
                for (int j = 0; j < width; j++) {
                    column[j] = rows[first + j][d];
                }
                blocks[b][d] = column;
            }
        }
        return new Columns(blocks, rows.length, dimensions);
    }

    int size() {
        return size;
    }

    int blockCount() {
        return blocks.length;
    }

    int width(int block) {
        return Math.min(BLOCK, size - block * BLOCK);
    }

    /// Adds the dot products of each vector with the vectors of one block.
    void addProducts(int block, float[][] vectors, float[][] into) {
        Kernel.combineAll(blocks[block], vectors, dimensions, into, width(block));
    }

    /// The values of one dimension in one block.
    float[] column(int block, int dimension) {
        return blocks[block][dimension];
    }

    /// The dot products of a vector with all vectors.
    float[] products(float[] vector) {
        return products(new float[][] {vector})[0];
    }

    /// The dot products of each of a few vectors with all vectors: a block is read once for all of
    /// them.
    float[][] products(float[][] vectors) {
        float[][] all = new float[vectors.length][size];
        float[][] part = new float[vectors.length][BLOCK];
        for (int b = 0; b < blocks.length; b++) {
            for (float[] products : part) {
                Arrays.fill(products, 0f);
            }
            addProducts(b, vectors, part);
            for (int i = 0; i < vectors.length; i++) {
                System.arraycopy(part[i], 0, all[i], b * BLOCK, width(b));
            }
        }
        return all;
    }
}
