package dev.gradus.score;

import dev.gradus.chat.Usage;
import dev.gradus.packed.PackedList;
import dev.gradus.packed.PackedReader;
import dev.gradus.packed.PackedWriter;

/// An outcome as bytes.
final class OutcomeForm implements PackedList.Form<Outcome> {
    @Override
    public void write(Outcome outcome, PackedWriter to) {
        to.text(outcome.exampleId())
                .optionalWord(outcome.answer())
                .optionalNumber(outcome.score())
                .optionalNumber(outcome.confidence())
                .optionalWhole(outcome.latencyNanos())
                .optionalWhole(outcome.cpuNanos())
                .optionalNumber(outcome.costPerCall())
                .optionalText(outcome.error())
                .optionalWhole(outcome.usage().prompt())
                .optionalWhole(outcome.usage().cached())
                .optionalWhole(outcome.usage().completion())
                .optionalWhole(outcome.usage().reasoning());
    }

    @Override
    public Outcome read(PackedReader from) {
        return new Outcome(
                from.text(),
                from.optionalWord(),
                from.optionalNumber(),
                from.optionalNumber(),
                from.optionalWhole(),
                from.optionalWhole(),
                from.optionalNumber(),
                from.optionalText(),
                new Usage(
                        from.optionalWhole(),
                        from.optionalWhole(),
                        from.optionalWhole(),
                        from.optionalWhole()));
    }
}
