/// What a retention schedule means: which rules are accepted, which one applies to a bucket, and when a bucket
/// is due. Pure arithmetic on dates, shared by whoever takes a schedule in (a client is registered with its
/// first one) and whoever acts on it.
///
/// When a bucket is due:
///
///     D    the bucket's day: the UTC date of its content's own time. That date is the content's date for every
///          purpose; the API shows it, receipts name it
///     E    D.plus(period): the last day that the content is kept on. Months end early where they are short:
///          31 January plus P1M is 28 or 29 February; 29 February plus P1Y is 28 February (java.time.LocalDate)
///     due  E + 1 day, 12:00Z
///
/// Why noon: the day E has to be over everywhere on earth before anything of it goes. It ends last in UTC-12,
/// at E + 1 day, 12:00Z. An instant sooner would be early for somebody there; in UTC+14 the day has been over
/// for 26 hours. Seen in UTC it is half a day late, which leaves the other half for the hourly sweep: never
/// early, at most one day late. Daylight saving moves local midnight by an hour or two and never past UTC-12,
/// so it changes nothing; neither does the zone that a server or a client is in: none is asked for.
///
/// What this does not promise: somebody whose own calendar had already turned when it was said (28 February
/// 20:00Z is 1 March in Auckland) may count from that day and come, at a month's end, up to three days later.
/// No instant suits both ways of counting and is at most a day late; the UTC date is the one that counts.
@NullMarked
package org.lethe.contracts.retention;

import org.jspecify.annotations.NullMarked;
