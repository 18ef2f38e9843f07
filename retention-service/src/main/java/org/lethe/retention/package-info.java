/// Retention: how long each client's content is kept, what may not go yet, and what goes.
///
/// What it is not: it holds no key and opens nothing. It decides and orders by events; transcript-service,
/// which has the keys, carries the order out and answers by events. Operators' own words go through
/// [org.lethe.contracts.SealedWords].
///
///     schedules   RetentionScheduleSet, RetentionLimitsSet: rules, versions, limits
///     buckets     the view: what lies in which bucket, and which are due
///     holds       LegalHoldPlaced, LegalHoldReleased: what may not go
///     preview     what rules would make unreadable, before anybody sets them
///     runs        ExpiryOrdered → (BucketKeyDestroyed) → RetentionRunCompleted
///     certificates what a run or the end of a hold did, signed, as JSON and PDF
@NullMarked
package org.lethe.retention;

import org.jspecify.annotations.NullMarked;
