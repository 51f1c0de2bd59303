package dev.gradus.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The main classes of every module, and which module each lies in.
final class House {
    /// In the order of the design: a module may use those before it, never those after it.
    static final List<String> MODULES =
            List.of(
                    "core",
                    "files",
                    "store",
                    "embedded",
                    "models",
                    "tune",
                    "engine",
                    "report",
                    "cli");

    /// Read once: it takes seconds.
    static final JavaClasses MAIN_CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("/gradus-testkit/"))
                    .importPackages("dev.gradus");

    private static final Pattern FOLDER = Pattern.compile(".*/gradus-([a-z]+)/target/.*");

    private House() {}

    /// From the folder it was built in; empty for classes of others.
    static Optional<String> moduleOf(JavaClass type) {
        return type.getSource()
                .map(source -> FOLDER.matcher(source.getUri().toString()))
                .filter(Matcher::matches)
                .map(found -> found.group(1));
    }

    static DescribedPredicate<JavaClass> in(String module) {
        return DescribedPredicate.describe(
                "lie in gradus-" + module, type -> moduleOf(type).equals(Optional.of(module)));
    }
}
