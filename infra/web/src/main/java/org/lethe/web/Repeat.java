package org.lethe.web;

/// What a request with an `Idempotency-Key` may rely on when its answer was lost.
public enum Repeat {
    /// What it appends goes with a mark in the same commit: it is never done twice, and who asks again learns that
    /// it was done.
    MARKED,
    /// Doing it again changes nothing, so it is done again and answers as if it were the first time.
    NATURAL,
    /// It only looks, so nothing is kept: an answer of yesterday would hide what is so today.
    READING
}
