package org.lethe.access.settings;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class SettingsSlice {
    private SettingsSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("settings")
                .decides(SetPrivacySettings.class, SetPrivacySettings::decide)
                .serves(new PrivacySettingsEndpoint(foundation).routes());
    }
}
