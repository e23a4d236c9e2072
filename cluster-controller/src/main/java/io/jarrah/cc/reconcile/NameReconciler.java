package io.jarrah.cc.reconcile;

import io.jarrah.cc.books.ClusterBooks;
import io.jarrah.cc.dns.NameServer;
import io.jarrah.cc.lease.Lease;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.time.Duration;

/** Gives the network document to the name server, beside the network itself, so that neither waits for the other. */
public final class NameReconciler implements Reconciler<ClusterName> {
    private final ClusterBooks books;
    private final NameServer names;
    private final Lease lease;

    public NameReconciler(ClusterBooks books, NameServer names, Lease lease) {
        this.books = books;
        this.names = names;
        this.lease = lease;
    }

    @Override
    public Result reconcile(ClusterName cluster) throws InterruptedException {
        if (!lease.held()) {
            names.stop();
            return Result.done();
        }
        return books.network()
                .map(names::apply)
                .filter(Duration::isPositive)
                .map(Result::after)
                .orElseGet(Result::done);
    }
}
