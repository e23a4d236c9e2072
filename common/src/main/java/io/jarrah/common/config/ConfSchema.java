package io.jarrah.common.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The keys a configuration file may hold. */
public final class ConfSchema {
    private final Map<String, Setting<?>> settings = new TreeMap<>();
    private final Set<String> unused;

    /**
     * @param settings all settings of all services
     * @param unused keys that are accepted with a warning
     */
    public ConfSchema(Collection<Setting<?>> settings, Set<String> unused) {
        for (Setting<?> setting : settings) {
            if (this.settings.put(setting.name(), setting) != null) {
                throw new IllegalArgumentException("two settings are named " + setting.name());
            }
        }
        this.unused = Set.copyOf(unused);
    }

    Optional<Setting<?>> find(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    boolean isUnused(String name) {
        return unused.contains(name);
    }

    Set<String> names() {
        return settings.keySet();
    }

    /** All settings by name, for documentation. */
    public List<Setting<?>> settings() {
        return List.copyOf(settings.values());
    }
}
