package org.lethe.access.page;

import org.jspecify.annotations.Nullable;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ClientId;

/// A client's page.
///
/// @param slug under which it was asked for
/// @param name as consumers know the client
/// @param colour `#rrggbb`
/// @param logo a data URL; null without
/// @param left whether the client was off-boarded: nothing new is taken
/// @param hasPolicies whether it tells there how it handles data
record Site(
        ClientId client,
        String slug,
        PrivacySettings settings,
        String name,
        String colour,
        @Nullable String logo,
        boolean left,
        boolean hasPolicies) {
    static final String DEFAULT_COLOUR = "#1f4e9c";

    String path() {
        return "/p/" + slug;
    }

    String policies() {
        return path() + "/policies";
    }
}
