/// Operators' sealed words between services that run apart: what goes over HTTP, and who asks. transcript-service,
/// which has the keys, serves both routes to callers with the role `service`.
///
///     POST /v1/clients/{client}/words/seal   WordsToSeal → SealedEnvelope
///     POST /v1/clients/{client}/words/open   WordsToOpen → OpenedWords
@NullMarked
package org.lethe.service.words;

import org.jspecify.annotations.NullMarked;
