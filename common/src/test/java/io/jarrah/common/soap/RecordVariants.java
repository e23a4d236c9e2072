package io.jarrah.common.soap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Everything that one step makes of a record: each component of it, and of the records inside it, changed in turn. */
final class RecordVariants {
    private final Set<String> known = new TreeSet<>();
    private final Set<String> varied = new TreeSet<>();

    /** The components, as {@code Record.name}, that no variant was found for: the sample has nothing in them. */
    Set<String> missed() {
        Set<String> missed = new TreeSet<>(known);
        missed.removeAll(varied);
        return missed;
    }

    /** Tells of each variant of the record. */
    <T extends Record> void of(T sample, Consumer<T> each) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) sample.getClass();
        variants(sample).forEach(variant -> each.accept(type.cast(variant)));
    }

    private List<Object> variants(Object value) {
        return switch (value) {
            case Record record -> ofRecord(record);
            case List<?> list -> ofList(list);
            case Optional<?> optional ->
                optional.isEmpty()
                        ? List.of()
                        : Stream.concat(
                                        Stream.of(Optional.empty()),
                                        variants(optional.get()).stream().map(Optional::of))
                                .map(Object.class::cast)
                                .toList();
            case Boolean bit -> List.of(!bit);
            // Not all are in the range of each number.
            case Integer number -> List.of(number + 1, number - 1, number + 11);
            case Long number -> List.of(number + 1);
            case String text -> text.isEmpty() ? List.of() : List.of(other(text));
            default -> throw new IllegalArgumentException("say here what else a " + value.getClass() + " could be");
        };
    }

    /** Its last character another one that may stand in any id and address, and in no sample's next. */
    private static String other(String text) {
        char last = text.charAt(text.length() - 1);
        return text.substring(0, text.length() - 1) + (last == '7' ? '3' : '7');
    }

    private List<Object> ofList(List<?> list) {
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<Object> without = new ArrayList<>(list);
            without.remove(i);
            found.add(without);
            for (Object variant : variants(list.get(i))) {
                List<Object> changed = new ArrayList<>(list);
                changed.set(i, variant);
                found.add(changed);
            }
        }
        return found;
    }

    private List<Object> ofRecord(Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            String name = record.getClass().getSimpleName() + "." + components[i].getName();
            known.add(name);
            for (Object variant : variants(read(record, components[i]))) {
                Optional<Object> changed = with(record, components, i, variant);
                changed.filter(other -> !other.equals(record)).ifPresent(other -> {
                    varied.add(name);
                    found.add(other);
                });
            }
        }
        return found;
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    /** The record with that component; empty when such a one may not be. */
    private static Optional<Object> with(Record record, RecordComponent[] components, int index, Object value) {
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = i == index ? value : read(record, components[i]);
        }
        try {
            return Optional.of(record.getClass().getDeclaredConstructor(types).newInstance(values));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return Optional.empty();
            }
            throw new IllegalStateException("cannot make a " + record.getClass(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + record.getClass(), e);
        }
    }
}
