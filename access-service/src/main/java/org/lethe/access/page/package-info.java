/// The consumer's own page: `/p/{slug}` of a client, where requests are made, and `/p/{slug}/requests/{token}` for one
/// of them. No account, no cookie, no script.
///
///     POST /p/acme ──▶ Allowances ──▶ SelfService.receive ──▶ PageTokens.issue ──▶ 303 /p/acme/requests/{token}
///                      (address, network)    └─ a code, after the answer
///
/// What it decides it decides by the requests' [org.lethe.access.requests.SelfService]: the same as the API, by the
/// consumer. The address of a request is all that opens it: 256 random bits, of which the SHA-256 is stored. As nothing
/// else comes along by itself, there is nothing that another site could make a browser send: no CSRF.
///
/// Whether anybody is known by what was typed shows nowhere: not in a word, and not in the time it takes ([Pace]).
///
/// All text stands in `messages*.properties`; a language is whatever has a file there. Templates say no word of their
/// own, which PagesTest holds them to.
@NullMarked
package org.lethe.access.page;

import org.jspecify.annotations.NullMarked;
