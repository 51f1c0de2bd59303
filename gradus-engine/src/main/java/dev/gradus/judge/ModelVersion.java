package dev.gradus.judge;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model's family and the date in its name: `openai/gpt-4o-2024-08-06` is of the family
/// `openai/gpt-4o`, of 6 August 2024. Read are `2024-08-06`, `20240806`, `2024-08` and `2408`. Four
/// digits that are a month and a day (`0613`) name no year and are no date.
///
/// @param family the name without the date
/// @param date empty where the name has none
record ModelVersion(String family, Optional<LocalDate> date) {
    private static final Pattern DATED =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])(?:(20\\d{2})[-._]?(\\d{2})(?:[-._]?(\\d{2}))?|(2\\d)(\\d{2}))(?![\\p{N}])");

    static ModelVersion of(String model) {
        Matcher dated = DATED.matcher(model);
        while (dated.find()) {
            Optional<LocalDate> date = date(dated);
            if (date.isPresent()) {
                String before = model.substring(0, dated.start()).replaceAll("[-._@: ]+$", "");
                return new ModelVersion(before + model.substring(dated.end()), date);
            }
        }
        return new ModelVersion(model, Optional.empty());
    }

    private static Optional<LocalDate> date(Matcher dated) {
        boolean full = dated.group(1) != null;
        String year = full ? dated.group(1) : "20" + dated.group(4);
        String month = full ? dated.group(2) : dated.group(5);
        String day = full && dated.group(3) != null ? dated.group(3) : "01";
        try {
            return Optional.of(
                    LocalDate.of(
                            Integer.parseInt(year),
                            Integer.parseInt(month),
                            Integer.parseInt(day)));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
