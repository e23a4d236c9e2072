package io.jarrah.common.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.jarrah.common.os.CommandRunner;
import java.time.Instant;
import java.util.List;

/** The shape of the code (docs/architecture.md section 1, style habits 8, 9 and 12), checked in every module. */
public final class ArchitectureRules {
    private static final List<String> SERVICES = List.of("clc", "walrus", "sc", "cc", "nc");

    private ArchitectureRules() {}

    /** Checks what ships of the module whose classes lie in that package. */
    public static void check(String rootPackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage)
                .that(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("io.jarrah.wsdl..")));
        if (classes.isEmpty()) {
            throw new AssertionError("no classes found in " + rootPackage + ": the rules would hold for nothing");
        }
        rules(rootPackage).forEach(rule -> rule.allowEmptyShould(true).check(classes));
    }

    private static List<ArchRule> rules(String rootPackage) {
        return List.of(
                noPackageCycles(rootPackage),
                operationsAndDatabaseNeverCallOut(),
                onlySoapSeesGeneratedTypes(),
                onlyOsRunsCommands(),
                noCommandOutsideOs(),
                noServiceSeesAnother(rootPackage),
                timeIsPassedIn(),
                noMutableStatics());
    }

    private static ArchRule noPackageCycles(String rootPackage) {
        return slices().matching(rootPackage + ".(**)").should().beFreeOfCycles();
    }

    private static ArchRule operationsAndDatabaseNeverCallOut() {
        return noClasses()
                .that()
                .resideInAnyPackage("..op..", "..db..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..gateway..")
                .because("a request writes desired state and answers; reconcilers talk to backends");
    }

    private static ArchRule onlySoapSeesGeneratedTypes() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("..soap..", "io.jarrah.wsdl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jarrah.wsdl..")
                .because("the wire format stops at the soap edge");
    }

    private static ArchRule onlyOsRunsCommands() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("..os..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .because("external commands have one wrapper class a binary, in a package named os");
    }

    private static ArchRule noCommandOutsideOs() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("..os..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "CommandRunner.run",
                        call -> call.getTarget().getOwner().isAssignableTo(CommandRunner.class)
                                && call.getTarget().getName().equals("run")))
                .because("external commands have one wrapper class a binary, in a package named os");
    }

    private static ArchRule noServiceSeesAnother(String rootPackage) {
        String[] others = SERVICES.stream()
                .map(service -> "io.jarrah." + service)
                .filter(service -> !rootPackage.startsWith(service))
                .map(service -> service + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.jarrah.cloud..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("services meet only through the contracts; io.jarrah.cloud alone puts them into one JVM");
    }

    private static ArchRule timeIsPassedIn() {
        return noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .because("a clock is passed in, so that tests decide what time it is");
    }

    private static ArchRule noMutableStatics() {
        DescribedPredicate<JavaField> mutableStatic = DescribedPredicate.describe(
                "static and not final",
                field -> field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.FINAL)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC));
        return noFields().that(mutableStatic).should().beDeclaredInClassesThat(DescribedPredicate.alwaysTrue());
    }
}
