package org.lethe.transcript.keys;

import java.time.Duration;

/// How long a backup of the database may be restored: so long a destroyed key could come back with one.
public record BackupWindow(Duration length) {}
