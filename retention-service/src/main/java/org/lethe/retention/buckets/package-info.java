/// What lies in which bucket, and which buckets are due: the view that everything else here asks.
///
/// It follows every message, so a batch of events costs a handful of statements whatever it holds. In which bucket an
/// envelope lies, each event says itself (`ContentEvent`), to who seals it and to who counts it; `Contents` adds up.
///
/// The channel `operator` holds operators' own words. No schedule is about them; they go with the client.
@NullMarked
package org.lethe.retention.buckets;

import org.jspecify.annotations.NullMarked;
