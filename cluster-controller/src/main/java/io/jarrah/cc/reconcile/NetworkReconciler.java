package io.jarrah.cc.reconcile;

import io.jarrah.cc.books.ClusterBooks;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.network.NetworkPlane;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.Duration;
import java.util.List;

/** Applies the network document, and again by the timer, which repairs what drifted. */
public final class NetworkReconciler implements Reconciler<ClusterName> {
    private final ClusterBooks books;
    private final NetworkPlane plane;
    private final Lease lease;

    public NetworkReconciler(ClusterBooks books, NetworkPlane plane, Lease lease) {
        this.books = books;
        this.plane = plane;
        this.lease = lease;
    }

    /**
     * Without the lease there are no networks here. With it, before there ever was a document nothing is touched: guests of a
     * cluster whose books were lost keep theirs.
     */
    @Override
    public Result reconcile(ClusterName cluster) {
        books.keepNetwork();
        if (!lease.held()) {
            Duration again = plane.apply(NetworkDocument.EMPTY, List.of());
            return again.isPositive() ? Result.after(again) : Result.done();
        }
        return books.network()
                .map(document -> plane.apply(document, books.tunnelPeers()))
                .filter(Duration::isPositive)
                .map(Result::after)
                .orElseGet(Result::done);
    }
}
