/// The HTTP edge that all services share: callers and their roles, routes, strict JSON, problem details, idempotency,
/// paging, NDJSON, the documentation's pages.
///
/// What it is not: it knows no service and no event, holds no content, and is no general framework. There is no Spring
/// Security: a route without roles can't be written ([Terms]), and one door looks at every request ([Door]).
///
/// One `POST` on its way: [WebEdge], a filter in front of all else, has [RequestTrace] give it an id and finds its
/// [Route] in a tree; what has none goes on to whoever else has routes. [Door] knows its key
/// from memory (else asks the table on a virtual thread), then checks client, role, `Accept` and query, still on the
/// event loop and before a byte of the body. [Bodies] reads that up to the limit. From there on a virtual thread: the
/// [Handler] reads the body as a record through [StrictJson], blocks as it likes, and gives an [Answer] or throws a
/// [ProblemException]; [Problems] is the only place where the latter gets a status. With an `Idempotency-Key`,
/// [Idempotency] wraps the handler. [RenderedResponse] writes ready bytes. Two threads see a request: event loop and
/// virtual thread; a [DeferredHandler] answers from wherever what it began ends. [RequestTimes] counts and times. What
/// Netty can't read never comes so far: [UnreadableRequests] gives it its problem document.
///
/// Nothing from bodies, query values or tokens reaches a log, an error or a metric: refusals say what is accepted,
/// faults are logged by class and line.
///
/// The API document follows from the code: a route's [Terms] say who may call it, which records go in and out
/// ([Exchange]) and what it refuses with; limits stand at the components of those records ([Chars], [Utf8Bytes],
/// [Items]), where [StrictJson] finds them too. Prose stands beside it, in `src/main/openapi/prose.yaml` of each
/// service. A service's OpenApiDocumentIT compares the committed document with what follows, and writes it anew under
/// `-Dlethe.openapi.write=true`.
///
/// Tables, in schema `web`: `api_key` (a view of events; SHA-256 of keys) and `idempotency` (24 h; encrypted under keys
/// that only the caller's API key gives). The package is flat, as its classes are no use to anybody but each other.
@NullMarked
package org.lethe.web;

import org.jspecify.annotations.NullMarked;
