package io.jarrah.clc.instance.op;

import io.jarrah.clc.instance.MetadataPreferences;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.pki.Fingerprints;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A RunInstances request, understood and checked as far as it can be without the database.
 *
 * @param image the machine image
 * @param kernel another kernel than the image's
 * @param ramdisk another ramdisk than the image's
 * @param instanceType name of the type
 * @param min launch no fewer
 * @param max launch no more
 * @param keyName name of a key pair
 * @param zone where, if the caller cares
 * @param userData decoded, at most 16 KiB
 * @param clientToken makes a repetition harmless
 * @param tags of each instance
 * @param terminationProtected whether TerminateInstances is refused
 * @param nic what is asked of the network interface
 * @param publicAddress whether each instance must have a public address, or must not; empty for "if there is one"
 * @param groups the security groups of each instance
 * @param metadata how each instance may read its metadata
 */
record LaunchOrder(
        ImageId image,
        Optional<ImageId> kernel,
        Optional<ImageId> ramdisk,
        String instanceType,
        int min,
        int max,
        Optional<String> keyName,
        Optional<String> zone,
        Optional<byte[]> userData,
        Optional<String> clientToken,
        Map<String, String> tags,
        boolean terminationProtected,
        LaunchNic nic,
        Optional<Boolean> publicAddress,
        LaunchGroups groups,
        MetadataPreferences metadata) {

    /**
     * SHA-256 in hex of all that is asked for, without the token: tells a repetition from another request. It is kept with the reservation and
     * compared with the digest of a repetition that may come after an upgrade, so this form stays: what a later version lets a request ask for
     * is put behind, by a name that does not change, and only when it is asked for.
     */
    String digest() {
        String text = String.join(
                "\u0000",
                image.value(),
                kernel.map(ImageId::value).orElse(""),
                ramdisk.map(ImageId::value).orElse(""),
                instanceType,
                min + "-" + max,
                keyName.orElse(""),
                zone.orElse(""),
                userData.map(Base64.getEncoder()::encodeToString).orElse("-"),
                new TreeMap<>(tags).toString(),
                Boolean.toString(terminationProtected),
                nic.digested(),
                publicAddress.map(wanted -> " " + wanted).orElse(""),
                groups.digested() + digested(metadata));
        return Fingerprints.of(text);
    }

    /** Nothing for no preference. Names and form are those of the first version's text, whatever the record is now. */
    private static String digested(MetadataPreferences metadata) {
        // Before there was IPv6 its endpoint could be disabled only, which changed nothing and left no trace.
        Optional<Boolean> ipv6 = metadata.ipv6().filter(enabled -> enabled);
        List<Optional<?>> asked =
                List.of(metadata.enabled(), metadata.tokensRequired(), metadata.hopLimit(), metadata.tags(), ipv6);
        if (asked.stream().allMatch(Optional::isEmpty)) {
            return "";
        }
        return "\u0000MetadataPreferences[" + digested("enabled", metadata.enabled())
                + ", " + digested("tokensRequired", metadata.tokensRequired())
                + ", " + digested("hopLimit", metadata.hopLimit())
                + ", " + digested("tags", metadata.tags())
                + (ipv6.isPresent() ? ", " + digested("ipv6", ipv6) : "") + "]";
    }

    private static String digested(String name, Optional<?> value) {
        return name + "=" + value.map(given -> "Optional[" + given + "]").orElse("Optional.empty");
    }
}
