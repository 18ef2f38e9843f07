/// The register of disclosures: whenever content or contact data leaves, who receives it, what, on what ground, for
/// what
/// purpose and where it goes. Each entry is an event. What lawful process wants waits for a second person.
///
///     lawful process ─▶ awaiting_approval ─▶ recorded       everything else ─▶ recorded
///                              ├─▶ refused
///                              └─▶ lapsed (a week, or the key that proposed it is revoked)
///
/// Ground, categories, region and ids stand in clear. Names, purposes and references are words of the client, sealed
/// as such (`SealedWords`): they outlive the erasure of a consumer, so nobody is to be named in them.
@NullMarked
package org.lethe.access.disclosures;

import org.jspecify.annotations.NullMarked;
