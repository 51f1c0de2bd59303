package dev.gradus.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What an object prints is no identity: a method that hashes or makes a canonical text makes no
/// text of a record, a map or a list. That `ContentHash` takes nothing but `Canonical` is held by
/// the compiler.
class IdentityTest {
    /// They build the two forms that identities have.
    private static final Set<String> BUILDING =
            Set.of(
                    "dev.gradus.task.Canonical",
                    "dev.gradus.task.Printed",
                    "dev.gradus.task.ContentHash");

    @Test
    void no_method_that_hashes_makes_a_text_of_an_object() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass one : House.MAIN_CLASSES) {
            if (!BUILDING.contains(one.getName())) {
                one.getCodeUnits().stream()
                        .filter(IdentityTest::hashes)
                        .flatMap(unit -> unit.getMethodCallsFromSelf().stream())
                        .filter(IdentityTest::prints)
                        .forEach(call -> wrong.add(call.getDescription()));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean hashes(JavaCodeUnit unit) {
        return unit.getMethodCallsFromSelf().stream()
                .anyMatch(call ->
                        call.getTargetOwner().getName().equals("dev.gradus.task.Canonical")
                                || call.getName().equals("ofTexts"));
    }

    /// A text that was built, and a model, whose text is its name, print alike everywhere.
    private static boolean prints(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        return call.getName().equals("toString")
                        && call.getTarget().getRawParameterTypes().isEmpty()
                        && !owner.equals("java.lang.StringBuilder")
                        && !owner.equals("dev.gradus.task.ModelName")
                || owner.equals("java.lang.String")
                        && call.getName().equals("valueOf")
                        && call.getTarget()
                                .getRawParameterTypes()
                                .getFirst()
                                .getName()
                                .equals("java.lang.Object");
    }
}
