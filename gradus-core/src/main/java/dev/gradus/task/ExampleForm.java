package dev.gradus.task;

import dev.gradus.packed.PackedList;
import dev.gradus.packed.PackedReader;
import dev.gradus.packed.PackedWriter;

/// An example as bytes.
final class ExampleForm implements PackedList.Form<Example> {
    @Override
    public void write(Example example, PackedWriter to) {
        to.text(example.id())
                .text(example.input())
                .word(example.expected())
                .whole(example.origin().ordinal())
                .flag(example.verified())
                .words(example.slices())
                .optionalWord(example.group())
                .word(example.source().file())
                .whole(example.source().line())
                .words(example.variables());
    }

    @Override
    public Example read(PackedReader from) {
        return new Example(
                from.text(),
                from.text(),
                from.word(),
                Example.Origin.values()[(int) from.whole()],
                from.flag(),
                from.words(),
                from.optionalWord(),
                new Example.Source(from.word(), from.whole()),
                from.words());
    }
}
