/// What a client tells people of how it handles their data: privacy policies by audience, and notice of a change of
/// ownership. Each version is an event and stays; so is each announcement of it.
///
///     PublishPolicy ──▶ PolicyPublished (+ PolicyChangeAnnounced by `page`, where it is material)
///                          └─ to_come ─▶ in_force ─▶ superseded        by the clock alone
///
/// The rule: publishing something material announces it, on the client's page, in that moment. So it can't be effective
/// before the client's notice period, counted from then, is over. What else it was announced by (e-mail, chats) is put
/// on record beside it and moves nothing.
///
/// There is no table: a client has few policies, and one tag finds them. Texts are the client's words, sealed as such
/// (`SealedWords`); audience, version, dates and channels stand in clear.
@NullMarked
package org.lethe.access.notices;

import org.jspecify.annotations.NullMarked;
