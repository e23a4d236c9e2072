package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.RequestTexts;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name a user gives a volume in an instance. Guests name their disks themselves; the volume's id is the disk's serial number there.
 *
 * @param name as it was given, such as /dev/sdf
 * @param place what it means: sdf, xvdf and sdf1 are the same disk of the guest
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html">Device names</a>
 */
record Device(String name, String place) {
    /** The letter a is the root disk's. */
    private static final Pattern NAME = Pattern.compile("/dev/(?:sd([b-z])(?:[1-9]|1[0-5])?|xvd([b-z]))");

    static Device of(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + RequestTexts.shown(name)
                    + ") for parameter device is invalid. " + RequestTexts.shown(name)
                    + " is not a valid EBS device name: use /dev/sd[b-z], /dev/sd[b-z][1-15] or /dev/xvd[b-z].");
        }
        return new Device(name, Optional.ofNullable(matcher.group(1)).orElse(matcher.group(2)));
    }
}
