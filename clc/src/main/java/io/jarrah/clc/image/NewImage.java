package io.jarrah.clc.image;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import java.time.Instant;
import java.util.Optional;

/**
 * What an image is registered with.
 *
 * @param id the image; its kind says whether it is a machine, kernel or ramdisk image
 * @param account the owner
 * @param name unique in the account; clients before 2010 give none
 * @param description free text, may be empty
 * @param architecture i386, x86_64 or arm64
 * @param virtualizationType hvm or paravirtual
 * @param bucket bucket of its object
 * @param key key of its object
 * @param kernel its kernel, for the classic images
 * @param ramdisk its ramdisk, only with a kernel
 * @param rootDeviceName such as /dev/sda1
 * @param launchPublic whether every account may see it and launch from it
 * @param registeredAt when
 */
public record NewImage(
        ImageId id,
        AccountId account,
        Optional<String> name,
        String description,
        String architecture,
        String virtualizationType,
        String bucket,
        String key,
        Optional<ImageId> kernel,
        Optional<ImageId> ramdisk,
        String rootDeviceName,
        boolean launchPublic,
        Instant registeredAt) {}
