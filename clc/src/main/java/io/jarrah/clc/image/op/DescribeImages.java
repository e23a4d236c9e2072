package io.jarrah.clc.image.op;

import io.jarrah.clc.account.Owners;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.Images;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

/**
 * The images the account may launch from: its own and the public ones (docs/rfd/0021-public-images.md).
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html">DescribeImages</a>
 */
public final class DescribeImages implements Operation<DescribeImagesRequest, DescribeImagesResponse> {
    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeImages(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeImagesResponse execute(CallContext context, DescribeImagesRequest request) {
        Set<ImageId> ids = new LinkedHashSet<>();
        request.imageIds().forEach(id -> ids.add(ImageRequests.id(id)));
        BiPredicate<AccountId, Optional<String>> owned = Owners.oneOf(context, request.owners());
        List<DescribedImage> visible = database.read(session -> visible(session, context));
        for (ImageId id : ids) {
            if (visible.stream().noneMatch(image -> image.row().id().equals(id))) {
                throw ImageRequests.notFound(id);
            }
        }
        List<DescribedImage> wanted = visible.stream()
                .filter(image -> ids.isEmpty() || ids.contains(image.row().id()))
                .filter(image -> owned.test(image.row().account(), image.ownerAlias()))
                .filter(image -> isExecutableByOne(context, request.executableUsers(), image))
                .toList();
        Page<DescribedImage> page = pages.page(
                context,
                DescribedImage.FILTERS.apply(request.filters(), wanted),
                DescribedImage::id,
                request.maxResults(),
                request.nextToken(),
                new Pages.Limits(1, 1000));
        return DescribeImagesResponse.builder()
                .images(page.items().stream().map(DescribedImage::render).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private List<DescribedImage> visible(Session session, CallContext context) {
        Map<String, Map<String, String>> tagged = tags.ofType(session, context.account(), "image");
        Owners owners = new Owners(session);
        return Images.allVisible(session, context.account()).stream()
                .map(row -> new DescribedImage(
                        row, tagged.getOrDefault(row.id().value(), Map.of()), owners.alias(row.account())))
                .toList();
    }

    /** "all" means public; "self" or the caller's id means what the caller may launch by being its owner. */
    private static boolean isExecutableByOne(CallContext context, List<String> users, DescribedImage image) {
        if (users.isEmpty()) {
            return true;
        }
        ImageEntity row = image.row();
        return users.stream().anyMatch(user -> switch (user) {
            case "all" -> row.launchPublic();
            case "self" -> row.account().equals(context.account());
            default ->
                Owners.accountId(user).equals(context.account())
                        && row.account().equals(context.account());
        });
    }
}
