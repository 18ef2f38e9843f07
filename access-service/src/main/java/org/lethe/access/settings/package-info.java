/// How a client wants requests of its consumers to be handled: under which law where a request names none, whose days
/// count, what is approved without an officer, and how its page looks and where it is.
///
/// Each version is an event, and the one in force the newest. What governs stands in clear; the brand is the client's
/// words, sealed as such (`SealedWords`). A page's name (`slug`) is a tag of the event: the append condition keeps two
/// clients from having the same, and whoever had it once has it for good.
@NullMarked
package org.lethe.access.settings;

import org.jspecify.annotations.NullMarked;
