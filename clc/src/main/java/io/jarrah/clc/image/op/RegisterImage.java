package io.jarrah.clc.image.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.ImageState;
import io.jarrah.clc.image.ImageWakeUp;
import io.jarrah.clc.image.Images;
import io.jarrah.clc.image.NewImage;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ImageId;
import jakarta.persistence.PersistenceException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageResponse;

/**
 * Registers an object as an image: at once as pending; the image reconciler looks at the object. As in Eucalyptus,
 * {@code KernelId=true} registers a kernel and {@code RamdiskId=true} a ramdisk.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html">RegisterImage</a>
 */
public final class RegisterImage implements Operation<RegisterImageRequest, RegisterImageResponse> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9()\\[\\] ./'@_-]{3,128}");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]{1,255}");
    private static final Pattern DEVICE = Pattern.compile("[a-z0-9/]{1,32}");
    private static final int MAX_KEY = 1024;
    private static final int MAX_DESCRIPTION = 255;
    private static final String ITSELF = "true";
    private static final Set<String> ARCHITECTURES = Set.of("i386", "x86_64", "arm64");
    private static final String NAME_CONSTRAINT = "images_one_per_name";

    private final Database database;
    private final Tags tags;
    private final ImageWakeUp wakeUp;
    private final RandomGenerator random;

    public RegisterImage(Database database, Tags tags, ImageWakeUp wakeUp, RandomGenerator random) {
        this.database = database;
        this.tags = tags;
        this.wakeUp = wakeUp;
        this.random = random;
    }

    private record Location(String bucket, String key) {}

    @Override
    public RegisterImageResponse execute(CallContext context, RegisterImageRequest request) {
        NewImage image = read(context, request);
        Map<String, String> wanted = TagSpecifications.parse(request.tagSpecifications(), Set.of("image", "snapshot"))
                .getOrDefault("image", Map.of());
        try {
            database.write(session -> add(session, context, image, wanted));
        } catch (PersistenceException e) {
            String broken = Conflicts.violatedConstraint(e);
            if (broken != null && broken.contains(NAME_CONSTRAINT)) {
                throw new ApiException(Ec2Error.INVALID_AMI_NAME_DUPLICATE, duplicate(image), e);
            }
            throw e;
        }
        wakeUp.wakeUp(image.id());
        return RegisterImageResponse.builder().imageId(image.id().value()).build();
    }

    private ImageId add(Session session, CallContext context, NewImage image, Map<String, String> wanted) {
        if (image.name().isPresent()
                && Images.isNameTaken(session, image.account(), image.name().get())) {
            throw Ec2Error.INVALID_AMI_NAME_DUPLICATE.because(duplicate(image));
        }
        image.kernel().ifPresent(id -> requireUsable(session, context, id));
        image.ramdisk().ifPresent(id -> requireUsable(session, context, id));
        session.persist(new ImageEntity(image));
        session.flush();
        if (!wanted.isEmpty()) {
            tags.put(session, image.account(), "image", image.id().value(), wanted);
        }
        return image.id();
    }

    private static void requireUsable(Session session, CallContext context, ImageId id) {
        ImageEntity part = Images.visible(session, context.account(), id).orElseThrow(() -> ImageRequests.notFound(id));
        if (part.state() == ImageState.FAILED) {
            throw Ec2Error.INVALID_AMI_ID_UNAVAILABLE.because("The image ID '" + id + "' is not available; it failed.");
        }
    }

    private NewImage read(CallContext context, RegisterImageRequest request) {
        Location location = location(request.imageLocation());
        boolean isKernel = ITSELF.equals(request.kernelId());
        boolean isRamdisk = ITSELF.equals(request.ramdiskId());
        if (isKernel && isRamdisk) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "An image is a kernel (KernelId=true) or a ramdisk (RamdiskId=true), not both");
        }
        ImageId.Kind kind = isKernel ? ImageId.Kind.AKI : isRamdisk ? ImageId.Kind.ARI : ImageId.Kind.AMI;
        Optional<ImageId> kernel =
                kind == ImageId.Kind.AMI ? part(request.kernelId(), ImageId.Kind.AKI) : Optional.empty();
        Optional<ImageId> ramdisk =
                kind == ImageId.Kind.AMI ? part(request.ramdiskId(), ImageId.Kind.ARI) : Optional.empty();
        if (ramdisk.isPresent() && kernel.isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because("A RamdiskId needs a KernelId");
        }
        return new NewImage(
                ImageId.random(kind, random),
                context.account(),
                name(request.name()),
                description(request.description()),
                architecture(request.architectureAsString()),
                virtualization(request.virtualizationType(), kernel.isPresent()),
                location.bucket(),
                location.key(),
                kernel,
                ramdisk,
                rootDevice(request.rootDeviceName()),
                context.principal().cloudAdministrator(),
                context.now());
    }

    private static Location location(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter ImageLocation");
        }
        String path = text.startsWith("/") ? text.substring(1) : text;
        int slash = path.indexOf('/');
        if (slash < 1 || slash == path.length() - 1 || path.length() - slash - 1 > MAX_KEY) {
            throw badLocation();
        }
        Location location = new Location(path.substring(0, slash), path.substring(slash + 1));
        if (!BUCKET.matcher(location.bucket()).matches()
                || location.key().chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw badLocation();
        }
        return location;
    }

    private static ApiException badLocation() {
        return Ec2Error.INVALID_PARAMETER_VALUE.because(
                "Value for parameter imageLocation is invalid. It is BUCKET/KEY of an object.");
    }

    private static Optional<ImageId> part(@Nullable String id, ImageId.Kind kind) {
        if (id == null || id.isEmpty()) {
            return Optional.empty();
        }
        ImageId part = ImageRequests.id(id);
        if (part.kind() != kind) {
            throw Ec2Error.INVALID_AMI_ID_MALFORMED.because(
                    "Invalid id: \"" + id + "\" (expecting \"" + kind.name().toLowerCase(Locale.ROOT) + "-...\")");
        }
        return Optional.of(part);
    }

    private static Optional<String> name(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        if (!NAME.matcher(name).matches()) {
            throw Ec2Error.INVALID_AMI_NAME_MALFORMED.because("AMI names must be between 3 and 128 characters long, and"
                    + " may contain letters, numbers, '(', ')', '[', ']', ' ', '.', '/', '-', ''', '@' and '_'");
        }
        return Optional.of(name);
    }

    private static String description(@Nullable String description) {
        if (description == null) {
            return "";
        }
        if (description.length() > MAX_DESCRIPTION) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value for parameter description is invalid. It has at most " + MAX_DESCRIPTION + " characters.");
        }
        return description;
    }

    private static String architecture(@Nullable String architecture) {
        if (architecture == null || architecture.isEmpty()) {
            return "x86_64";
        }
        if (!ARCHITECTURES.contains(architecture)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + architecture + ") for parameter architecture is invalid. It is one of "
                            + String.join(", ", ARCHITECTURES.stream().sorted().toList()) + ".");
        }
        return architecture;
    }

    private static String virtualization(@Nullable String type, boolean classic) {
        if (type == null || type.isEmpty()) {
            return classic ? "paravirtual" : "hvm";
        }
        if (!type.equals("hvm") && !type.equals("paravirtual")) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + type + ") for parameter virtualizationType is invalid. It is hvm or paravirtual.");
        }
        return type;
    }

    private static String rootDevice(@Nullable String device) {
        if (device == null || device.isEmpty()) {
            return "/dev/sda1";
        }
        if (!DEVICE.matcher(device).matches()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value for parameter rootDeviceName is invalid. It is a device such as /dev/sda1.");
        }
        return device;
    }

    private static String duplicate(NewImage image) {
        return "AMI name " + image.name().orElse("") + " is already in use by one of your images";
    }
}
