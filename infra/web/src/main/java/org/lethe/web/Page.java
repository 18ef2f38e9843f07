package org.lethe.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list. There is no total: counting costs as much as reading all, and is old when it arrives.
///
/// @param next absolute URL of the following page; absent on the last
public record Page<T>(List<T> items, @Nullable String next) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    public Page {
        items = List.copyOf(items);
    }
}
