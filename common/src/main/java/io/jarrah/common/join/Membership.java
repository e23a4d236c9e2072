package io.jarrah.common.join;

import io.jarrah.common.contract.Component;
import io.jarrah.common.pki.KeyMaterial;
import java.util.List;

/**
 * What joining gave.
 *
 * @param keys the component's proof of itself, already on disk
 * @param components who else is there; the cloud controller is among them
 */
public record Membership(KeyMaterial keys, List<Component> components) {
    public Membership {
        components = List.copyOf(components);
    }
}
