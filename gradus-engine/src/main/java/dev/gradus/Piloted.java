package dev.gradus;

import java.util.Optional;

/// What came of the wish for a pilot.
///
/// @param forecast what it showed; empty where none was run
/// @param why none was; empty where one was, or where nobody wanted one
record Piloted(Optional<PilotForecast> forecast, Optional<String> why) {

    static Piloted unwanted() {
        return new Piloted(Optional.empty(), Optional.empty());
    }

    static Piloted showed(PilotForecast forecast) {
        return new Piloted(Optional.of(forecast), Optional.empty());
    }

    static Piloted cannot(String why) {
        return new Piloted(Optional.empty(), Optional.of(why));
    }
}
