package dev.gradus.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Core computes: it reads no file, clock, network or environment and throws no unseeded dice.
class CoreTest {
    private static final JavaClasses ALL = House.MAIN_CLASSES;

    /// What `java.base` has that does not reach outside the process, and annotations that nothing
    /// needs at run time.
    private static final DescribedPredicate<JavaClass> PURE =
            resideInAnyPackage(
                            "dev.gradus..",
                            "java.lang..",
                            "java.math",
                            "java.nio",
                            "java.nio.charset",
                            "java.security",
                            "java.text",
                            "java.time..",
                            "java.util",
                            "java.util.concurrent..",
                            "java.util.function",
                            "java.util.random",
                            "java.util.regex",
                            "java.util.stream",
                            "java.util.zip",
                            "org.jspecify.annotations")
                    .or(describe("are primitive", type -> type.isPrimitive() || type.isArray()))
                    .or(
                            describe(
                                    "are plain streams of java.io",
                                    type ->
                                            type.getPackageName().equals("java.io")
                                                    && !type.getName().contains("File")))
                    .or(describe("name a place", type -> type.isEquivalentTo(Path.class)));

    /// `Instant.now()` and its kind, but not `Instant.now(clock)`.
    private static final Pattern NOW = Pattern.compile("java\\.time\\..*\\.now\\(\\)");

    private static final Set<String> OUTSIDE =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.System.getenv",
                    "java.lang.System.getProperty",
                    "java.lang.System.getProperties",
                    "java.lang.System.lineSeparator",
                    "java.lang.Runtime.getRuntime",
                    "java.lang.Math.random",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.Clock.system",
                    "java.time.InstantSource.system",
                    "java.time.ZoneId.systemDefault",
                    "java.util.Locale.getDefault",
                    "java.util.UUID.randomUUID",
                    "java.util.Collections.shuffle",
                    "java.util.concurrent.ThreadLocalRandom.current",
                    "java.util.random.RandomGenerator.getDefault");

    @Test
    void core_depends_on_nothing_that_reaches_outside() {
        noClasses()
                .that(House.in("core"))
                .should()
                .dependOnClassesThat(DescribedPredicate.not(PURE))
                .check(ALL);
    }

    /// An SPI may say where; only its implementation looks there.
    @Test
    void core_carries_a_path_but_does_nothing_with_it() {
        noClasses()
                .that(House.in("core"))
                .should()
                .callCodeUnitWhere(
                        describe(
                                "touches a path",
                                call -> call.getTargetOwner().isEquivalentTo(Path.class)))
                .check(ALL);
    }

    @Test
    void core_reads_no_clock_no_environment_and_throws_no_unseeded_dice() {
        noClasses()
                .that(House.in("core"))
                .should()
                .callCodeUnitWhere(describe("reaches outside", CoreTest::reachesOutside))
                .check(ALL);
    }

    @Test
    void core_starts_no_process_and_no_generator_without_seed() {
        noClasses()
                .that(House.in("core"))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.lang")
                                .and(
                                        describe(
                                                "start processes",
                                                type ->
                                                        type.getSimpleName()
                                                                .startsWith("Process"))))
                .orShould()
                .callConstructor(java.util.Random.class)
                .check(ALL);
    }

    private static boolean reachesOutside(JavaCall<?> call) {
        String method = call.getTargetOwner().getName() + "." + call.getName();
        return OUTSIDE.contains(method)
                || NOW.matcher(call.getTarget().getFullName()).matches()
                || method.equals("java.lang.String.toLowerCase")
                        && call.getTarget().getRawParameterTypes().isEmpty();
    }
}
