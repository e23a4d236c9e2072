package io.jarrah.common.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parameters {@code A.B.1=x} as a tree; knows which of its values somebody read. */
final class ParameterTree {
    private static final int LONGEST_INDEX = 10;
    private final @Nullable ParameterTree parent;
    private final String step;
    private Map<String, ParameterTree> children = Map.of();
    private @Nullable String value;
    private boolean used;

    /** An empty tree. */
    ParameterTree() {
        this(null, "");
    }

    private ParameterTree(@Nullable ParameterTree parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    /** The name as it stood in the request. */
    String path() {
        return parent == null || parent.parent == null ? step : parent.path() + "." + step;
    }

    /** Puts a value at a dotted name below this node; answers how many nodes that made. */
    int put(String name, String text) {
        ParameterTree node = this;
        int made = 0;
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            String childStep = name.substring(start, end);
            ParameterTree child = node.children.get(childStep);
            if (child == null) {
                child = new ParameterTree(node, childStep);
                node.add(child);
                made++;
            }
            node = child;
            start = end + 1;
        }
        node.value = text;
        return made;
    }

    private void add(ParameterTree child) {
        if (children.isEmpty()) {
            children = new LinkedHashMap<>(4);
        }
        children.put(child.step, child);
    }

    @Nullable
    ParameterTree child(String name) {
        return children.get(name);
    }

    /** The value, which is thereby used; null when there is none here. */
    @Nullable
    String use() {
        used = true;
        return value;
    }

    boolean isEmptyText() {
        return value != null && value.isEmpty() && children.isEmpty();
    }

    /** Children with a number for a name, by number. Others stay unused. The numbers are the caller's to limit. */
    SortedMap<Long, ParameterTree> numbered() {
        SortedMap<Long, ParameterTree> found = new TreeMap<>();
        children.forEach((name, node) -> {
            if (isIndex(name)) {
                found.put(Long.valueOf(name), node);
            }
        });
        return found;
    }

    /** Names of the values nobody used. */
    List<String> unused() {
        List<String> names = new ArrayList<>();
        collectUnused(names);
        return names;
    }

    private void collectUnused(List<String> names) {
        if (value != null && !used) {
            names.add(path());
        }
        children.values().forEach(child -> child.collectUnused(names));
    }

    private static boolean isIndex(String name) {
        if (name.isEmpty() || name.length() > LONGEST_INDEX || (name.length() > 1 && name.charAt(0) == '0')) {
            return false;
        }
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
