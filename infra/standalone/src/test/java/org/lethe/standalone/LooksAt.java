package org.lethe.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.contracts.Event;

/// Which events a view's code tells apart: by `instanceof`, in the patterns of a `switch`, by a cast or by their class.
/// What says so is the class file, so that a view's list of events can be held against the rest of it.
final class LooksAt {
    private static final Set<String> LISTS = Set.of("events", "<clinit>");

    private LooksAt() {}

    static Set<Class<?>> eventsIn(Class<?> view) throws IOException {
        Set<String> named = new HashSet<>();
        for (MethodModel method : read(view).methods()) {
            if (!LISTS.contains(method.methodName().stringValue())) {
                method.code()
                        .ifPresent(
                                code -> code.forEach(element -> named(element).forEach(named::add)));
            }
        }
        return leaves(Event.class).filter(event -> isNamed(event, named)).collect(Collectors.toSet());
    }

    private static Stream<Class<?>> leaves(Class<?> kind) {
        return kind.isSealed()
                ? Stream.of(kind.getPermittedSubclasses())
                        .flatMap(LooksAt::leaves)
                        .distinct()
                : Stream.of(kind);
    }

    private static ClassModel read(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(
                type.getName().substring(type.getPackageName().length() + 1) + ".class")) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }

    /// By itself, or as one of its kind, such as content; that it is an event says nothing.
    private static boolean isNamed(Class<?> event, Set<String> named) {
        return named.contains(event.descriptorString())
                || Stream.of(event.getInterfaces()).anyMatch(kind -> !kind.equals(Event.class) && isNamed(kind, named));
    }

    private static Stream<String> named(CodeElement element) {
        return switch (element) {
            case TypeCheckInstruction check -> Stream.of(check.type().asSymbol().descriptorString());
            case LoadConstantInstruction constant -> descriptors(List.of(constant.constantValue()));
            case InvokeDynamicInstruction dynamic -> descriptors(dynamic.bootstrapArgs());
            default -> Stream.empty();
        };
    }

    private static Stream<String> descriptors(List<? extends ConstantDesc> constants) {
        return constants.stream()
                .filter(ClassDesc.class::isInstance)
                .map(constant -> ((ClassDesc) constant).descriptorString());
    }
}
