package dev.gradus.models.tuning;

import dev.gradus.spi.JobEvent;
import dev.gradus.spi.TuningJobs;
import dev.gradus.spi.TuningJobs.EventPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// The events of a job, each once, the oldest first. Pages come with the newest first, so it reads
/// from the newest back to one that it knows.
final class EventLog {
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_PAGES = 100;

    private final Deque<JobEvent> events = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();

    /// How many are new.
    int read(TuningJobs jobs, String job) {
        List<JobEvent> fresh = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Optional<String> after = Optional.empty();
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            EventPage page = jobs.events(job, after);
            int before = fresh.size();
            for (JobEvent event : page.events()) {
                if (!known.contains(event.id()) && seen.add(event.id())) {
                    fresh.add(event);
                }
            }
            boolean reachedKnown = fresh.size() - before < page.events().size();
            if (!page.more() || reachedKnown) {
                break;
            }
            after = Optional.of(page.events().getLast().id());
        }
        fresh.reversed().forEach(this::add);
        return fresh.size();
    }

    private void add(JobEvent event) {
        events.addLast(event);
        known.add(event.id());
        if (events.size() > MOST_EVENTS) {
            events.removeFirst();
        }
    }

    List<JobEvent> all() {
        return List.copyOf(events);
    }

    /// The latest figure of a name.
    OptionalDouble latest(String metric) {
        for (JobEvent event : events.reversed()) {
            if (event.metric(metric).isPresent()) {
                return event.metric(metric);
            }
        }
        return OptionalDouble.empty();
    }

    OptionalLong latestCount(String metric) {
        OptionalDouble value = latest(metric);
        return value.isPresent()
                ? OptionalLong.of((long) value.getAsDouble())
                : OptionalLong.empty();
    }
}
