package dev.gradus.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.gradus.spi.GradusException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class HouseTest {
    private static final JavaClasses ALL = House.MAIN_CLASSES;

    /// What goes wrong is sorted by who must act, not by where it happened.
    private static final DescribedPredicate<JavaClass> THROWN_ANYWHERE =
            describe("are errors", type -> type.isAssignableTo(GradusException.class));

    private static final Pattern THIRD_PARTIES =
            Pattern.compile("(tools\\.jackson|com\\.fasterxml|reactor|org\\.slf4j)\\..*");

    private static final List<String> WORDS_THAT_SAY_NOTHING =
            List.of(
                    "Manager",
                    "Helper",
                    "Util",
                    "Utils",
                    "Processor",
                    "Handler",
                    "Impl",
                    "Data",
                    "Info",
                    "Base");

    @Test
    void arrows_point_towards_core_only() {
        for (int i = 0; i < House.MODULES.size(); i++) {
            List<String> below = House.MODULES.subList(i + 1, House.MODULES.size());
            noClasses()
                    .that(House.in(House.MODULES.get(i)))
                    .should(
                            dependOnClassesThat(
                                    describe(
                                            "lie in a module below: " + below,
                                            type ->
                                                    House.moduleOf(type)
                                                            .filter(below::contains)
                                                            .isPresent())))
                    .allowEmptyShould(true)
                    .check(ALL);
        }
    }

    @Test
    void a_package_lies_in_one_module() {
        var modulesOfPackage = new TreeMap<String, TreeSet<String>>();
        for (JavaClass type : ALL) {
            House.moduleOf(type)
                    .ifPresent(module ->
                            modulesOfPackage
                                    .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                                    .add(module));
        }
        assertThat(modulesOfPackage).isNotEmpty();
        assertThat(modulesOfPackage).allSatisfy((name, modules) -> assertThat(modules).hasSize(1));
    }

    @Test
    void every_package_is_null_marked() {
        classes()
                .should()
                .resideInAnyPackage(
                        ALL.stream()
                                .map(JavaClass::getPackage)
                                .filter(found -> found.isAnnotatedWith(NullMarked.class))
                                .map(found -> found.getName())
                                .distinct()
                                .toArray(String[]::new))
                .because("package-info.java carries @NullMarked in every package")
                .check(ALL);
    }

    @Test
    void no_name_ends_in_a_word_that_says_nothing() {
        String empty = ".+(" + String.join("|", WORDS_THAT_SAY_NOTHING) + ")";
        List<String> found =
                ALL.stream()
                        .map(JavaClass::getSimpleName)
                        .filter(name -> name.matches(empty))
                        .toList();
        assertThat(found).isEmpty();
    }

    @Test
    void no_static_field_changes() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void packages_of_core_have_no_cycle() {
        slices().matching("dev.gradus.(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(alwaysTrue(), THROWN_ANYWHERE)
                .check(ALL.that(House.in("core")));
    }

    @Test
    void no_public_signature_shows_a_third_party() {
        List<String> shown =
                ALL.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(HouseTest::showsThirdParty)
                        .map(JavaCodeUnit::getFullName)
                        .toList();
        assertThat(shown).isEmpty();
    }

    private static boolean showsThirdParty(JavaCodeUnit unit) {
        return Stream.concat(
                        Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream())
                .anyMatch(type -> THIRD_PARTIES.matcher(type.getName()).matches());
    }
}
