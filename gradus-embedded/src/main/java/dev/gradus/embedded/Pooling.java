package dev.gradus.embedded;

import java.nio.FloatBuffer;

/// How the token vectors of a text become its one vector. A model answers well only with the one it
/// was trained with.
enum Pooling {
    /// The mean over the text's tokens, padding left out.
    MEAN {
        @Override
        void pool(FloatBuffer hidden, int first, int tokens, float[] into) {
            float[] token = new float[into.length];
            for (int t = 0; t < tokens; t++) {
                hidden.get(first + t * into.length, token);
                for (int d = 0; d < into.length; d++) {
                    into[d] += token[d];
                }
            }
        }
    },

    /// The vector of the first token, `[CLS]`.
    CLS {
        @Override
        void pool(FloatBuffer hidden, int first, int tokens, float[] into) {
            hidden.get(first, into);
        }
    };

    /// Adds up what belongs to one text; the caller scales to unit length, so a mean needs no
    /// division.
    ///
    /// @param hidden the last hidden state, one row per token
    /// @param first where the text's first token begins
    /// @param tokens of the text, padding left out
    /// @param into zeros, as long as a token vector
    abstract void pool(FloatBuffer hidden, int first, int tokens, float[] into);
}
