package io.jarrah.clc.volume;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;

/**
 * An attachment as users see it.
 *
 * @param volume the volume
 * @param instance who has it, or is about to have or to lose it
 * @param device the name its user gave it there
 * @param deleteOnTermination whether the volume goes with the instance
 * @param state how far it is
 * @param requestedAt when it was asked for
 */
public record Attachment(
        VolumeId volume,
        InstanceId instance,
        String device,
        boolean deleteOnTermination,
        AttachmentState state,
        Instant requestedAt) {}
