package org.lethe.access.deadlines;

/// What may happen to a request that moves a date.
public enum Milestone {
    /// What was asked to tell who it is came.
    IDENTIFIED,
    FEE_PAID,
    /// The consumer was told of the extension and its reasons.
    EXTENDED,
    APPEALED,
    PANEL_ASKED
}
