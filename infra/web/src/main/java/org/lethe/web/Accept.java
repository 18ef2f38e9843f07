package org.lethe.web;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;

/// Chooses the format of an answer.
final class Accept {
    private Accept() {}

    /// @param offered in our order of preference, never empty
    /// @throws NotAcceptableException if the caller takes none of them
    static String choose(HttpHeaders headers, List<String> offered) {
        String accept = headers.getFirst(HttpHeaders.ACCEPT);
        // An empty field names nothing that is refused: RFC 9110, 12.5.1 and 5.6.1.
        if (accept == null || isEmpty(headers) || accept.equals("*/*") || accept.equals(offered.getFirst())) {
            return offered.getFirst();
        }
        try {
            List<MediaType> wanted = MediaType.parseMediaTypes(headers.getOrEmpty(HttpHeaders.ACCEPT));
            MimeTypeUtils.sortBySpecificity(wanted);
            return bestOf(wanted, offered);
        } catch (InvalidMediaTypeException | InvalidMimeTypeException e) {
            throw new NotAcceptableException("Accept is no list of media types");
        }
    }

    private static boolean isEmpty(HttpHeaders headers) {
        return headers.getOrEmpty(HttpHeaders.ACCEPT).stream()
                .allMatch(field -> field.replace(',', ' ').isBlank());
    }

    private static String bestOf(List<MediaType> wanted, List<String> offered) {
        String best = null;
        double bestQuality = 0;
        for (String candidate : offered) {
            double quality = quality(MediaType.parseMediaType(candidate), wanted);
            if (quality > bestQuality) {
                best = candidate;
                bestQuality = quality;
            }
        }
        if (best == null) {
            throw new NotAcceptableException("this route answers in " + String.join(", ", offered));
        }
        return best;
    }

    private static double quality(MediaType candidate, List<MediaType> wanted) {
        for (MediaType range : wanted) { // the most specific first
            if (range.removeQualityValue().includes(candidate)) {
                return range.getQualityValue();
            }
        }
        return 0;
    }
}
