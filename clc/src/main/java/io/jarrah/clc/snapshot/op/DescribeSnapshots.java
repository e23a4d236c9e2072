package io.jarrah.clc.snapshot.op;

import io.jarrah.clc.account.Owners;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.snapshot.Grantee;
import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.clc.snapshot.Snapshots;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SnapshotId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;

/**
 * The snapshots the account may begin volumes with: its own, and those of others that they share with it or with everybody. A few queries, however many there are.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html">DescribeSnapshots</a>
 */
public final class DescribeSnapshots implements Operation<DescribeSnapshotsRequest, DescribeSnapshotsResponse> {
    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeSnapshots(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeSnapshotsResponse execute(CallContext context, DescribeSnapshotsRequest request) {
        Set<SnapshotId> ids = SnapshotRequests.ids(request.snapshotIds());
        if (!ids.isEmpty() && request.maxResults() != null) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter snapshotSet cannot be used with the parameter maxResults");
        }
        List<DescribedSnapshot> found = database.read(session -> find(session, context, request, ids));
        Page<DescribedSnapshot> page = pages.page(
                context,
                DescribedSnapshot.FILTERS.apply(request.filters(), found),
                DescribedSnapshot::id,
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeSnapshotsResponse.builder()
                .snapshots(page.items().stream().map(DescribedSnapshot::render).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private List<DescribedSnapshot> find(
            Session session, CallContext context, DescribeSnapshotsRequest request, Set<SnapshotId> ids) {
        List<SnapshotEntity> rows = ids.isEmpty()
                ? Snapshots.usable(session, context.account())
                : SnapshotRequests.usable(session, context, ids);
        Map<String, Map<String, String>> tagged = ids.isEmpty()
                ? tags.ofType(session, context.account(), Snapshots.RESOURCE_TYPE)
                : tags.ofAll(
                        session,
                        context.account(),
                        ids.stream().map(SnapshotId::value).toList());
        Owners owners = new Owners(session);
        BiPredicate<AccountId, Optional<String>> owned = Owners.oneOf(context, request.ownerIds());
        Predicate<SnapshotEntity> restorable = restorable(session, context, request.restorableByUserIds());
        return rows.stream()
                .filter(restorable)
                .map(row -> new DescribedSnapshot(
                        row, tagged.getOrDefault(row.id().value(), Map.of()), owners.alias(row.account())))
                .filter(item -> owned.test(item.row().account(), item.ownerAlias()))
                .toList();
    }

    /** "all" means public; "self" or the caller's id what it owns or was granted; another account's id what the caller granted that one. */
    private static Predicate<SnapshotEntity> restorable(Session session, CallContext context, List<String> users) {
        if (users.isEmpty()) {
            return row -> true;
        }
        Grantee self = Grantee.of(context.account());
        Set<Grantee> named = users.stream()
                .map(user -> switch (user) {
                    case "all" -> Grantee.ALL;
                    case "self" -> self;
                    default -> Grantee.of(Owners.accountId(user));
                })
                .collect(Collectors.toSet());
        Map<Grantee, Set<SnapshotId>> granted = Snapshots.granted(session, named);
        return row -> {
            boolean own = row.account().equals(context.account());
            return named.stream().anyMatch(one -> {
                boolean allowed = granted.getOrDefault(one, Set.of()).contains(row.id());
                return one.equals(self) ? own || allowed : allowed && (own || one.equals(Grantee.ALL));
            });
        };
    }
}
