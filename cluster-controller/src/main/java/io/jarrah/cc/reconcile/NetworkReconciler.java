package io.jarrah.cc.reconcile;

import io.jarrah.cc.books.ClusterBooks;
import io.jarrah.cc.network.NetworkPlane;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.Duration;

/** Applies the network document, and again by the timer, which repairs what drifted. */
public final class NetworkReconciler implements Reconciler<ClusterName> {
    private final ClusterBooks books;
    private final NetworkPlane plane;

    public NetworkReconciler(ClusterBooks books, NetworkPlane plane) {
        this.books = books;
        this.plane = plane;
    }

    /** Before there ever was a document nothing is touched: guests of a cluster whose books were lost keep theirs. */
    @Override
    public Result reconcile(ClusterName cluster) {
        books.keepNetwork();
        return books.network()
                .map(document -> plane.apply(document, books.tunnelPeers()))
                .filter(Duration::isPositive)
                .map(Result::after)
                .orElseGet(Result::done);
    }
}
