package org.lethe.contracts.retention;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Channel;

/// A rule as somebody wrote it.
public record RuleText(String category, @Nullable Channel channel, String period) {}
