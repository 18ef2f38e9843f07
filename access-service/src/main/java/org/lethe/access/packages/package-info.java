/// Everything held of one consumer as one file, for people and for machines.
///
///     index.html              what it is, holds, and the first of each of the following      (access only)
///     conversations-<p>.html … contact-<p>.html, visits-<p>.html, disclosures-<p>.html        where there are many
///     conversations/<n>.html, <n>-<p>.html    what was said, 1,000 messages a page
///     search.html, search-<f>.js              finds words without a network
///     messages.csv, conversations.csv, contact.csv, visits.csv, disclosures.csv
///     data.ndjson             every piece as it came, one a line
///     vcon/<conversation_id>.vcon.json        one signed vCon 0.4.0 a conversation; long ones in parts, `-2` and on
///     manifest.json           what the package is; name, bytes and SHA-256 of each file above
///
/// One pass over the pieces fills one [org.lethe.service.confidential.ScratchFile] for each kind of file, since a ZIP
/// takes one file after the other; then they are copied into it. So nothing is written out before everything was read,
/// no plain text touches a disk, and memory holds one message, one part of a vCon and the names of the files.
///
/// Of what was destroyed the piece is there and says so, in each form; nothing is an empty text that was not.
/// Names of files are made of our ids and numbers. What people wrote is only ever content: escaped in HTML, quoted and
/// without formulas in CSV (`'` before what would be one; `data.ndjson` has it as it was).
@NullMarked
package org.lethe.access.packages;

import org.jspecify.annotations.NullMarked;
