package io.jarrah.common.soap;

import io.jarrah.common.contract.ServiceException;
import io.jarrah.wsdl.types.NetworkPageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins the pages in which a large network comes, of which nothing is known to the service before all are there. There is one at a
 * time: the first page of another drops what came before it, so a sender that gave up leaves nothing that grows.
 */
final class NetworkTransfer<T> {
    private final Function<T, String> digest;
    private final Function<List<T>, T> join;
    private String coming = "";
    private List<T> pages = List.of();

    /**
     * @param digest of the whole
     * @param join makes the whole of its pages
     */
    NetworkTransfer(Function<T, String> digest, Function<List<T>, T> join) {
        this.digest = digest;
        this.join = join;
    }

    /**
     * Sends pages one by one, the only one as it is, of several each with its place; returns what is answered to the last.
     *
     * @param digest of the whole; asked for only when there are several pages
     */
    static <T, R> R send(List<T> pages, Supplier<String> digest, BiFunction<T, Optional<NetworkPageType>, R> call) {
        if (pages.size() == 1) {
            return call.apply(pages.getFirst(), Optional.empty());
        }
        String ofWhole = digest.get();
        R answer = call.apply(pages.getFirst(), Optional.of(place(ofWhole, 0, false)));
        for (int i = 1; i < pages.size(); i++) {
            answer = call.apply(pages.get(i), Optional.of(place(ofWhole, i, i == pages.size() - 1)));
        }
        return answer;
    }

    private static NetworkPageType place(String digest, int index, boolean last) {
        NetworkPageType place = new NetworkPageType();
        place.setDigest(digest);
        place.setNumber(index + 1);
        place.setLast(last);
        return place;
    }

    /**
     * Takes a page.
     *
     * @param place where it belongs; null for a page that is the whole
     * @return the whole when this was its last page
     * @throws ServiceException UNAVAILABLE when a page before it did not come, INVALID when the pages are not what they were to be
     */
    synchronized Optional<T> add(@Nullable NetworkPageType place, T page) {
        if (place == null) {
            forget();
            return Optional.of(page);
        }
        if (place.getNumber() == 1) {
            coming = place.getDigest();
            pages = new ArrayList<>();
        }
        if (!place.getDigest().equals(coming) || place.getNumber() != pages.size() + 1) {
            throw new ServiceException(
                    ServiceException.Code.UNAVAILABLE,
                    "page " + place.getNumber() + " of a network came when page " + (pages.size() + 1)
                            + " was to come; send it again from the first");
        }
        pages.add(page);
        if (!place.isLast()) {
            return Optional.empty();
        }
        T whole = join.apply(pages);
        forget();
        if (!digest.apply(whole).equals(place.getDigest())) {
            throw new ServiceException(
                    ServiceException.Code.INVALID, "the pages of the network are not what their digest says");
        }
        return Optional.of(whole);
    }

    private void forget() {
        coming = "";
        pages = List.of();
    }
}
