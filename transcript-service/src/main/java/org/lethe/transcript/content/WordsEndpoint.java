package org.lethe.transcript.content;

import java.util.Base64;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ForeignWordsException;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.service.Foundation;
import org.lethe.service.words.OpenedWords;
import org.lethe.service.words.SealedEnvelope;
import org.lethe.service.words.WordsToOpen;
import org.lethe.service.words.WordsToSeal;
import org.lethe.transcript.clients.Clients;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals and opens operators' words for services that run apart.
final class WordsEndpoint {
    private static final Logger log = LoggerFactory.getLogger(WordsEndpoint.class);

    private final Clients clients;
    private final SealedWords words;
    private final Moments moments;

    WordsEndpoint(Foundation foundation, SealedWords words) {
        this.clients = new Clients(foundation.log());
        this.words = words;
        this.moments = foundation.moments();
    }

    Routes routes() {
        return new Routes()
                .post(
                        "/v1/clients/{client}/words/seal",
                        Terms.roles(Role.SERVICE)
                                .takes(WordsToSeal.class)
                                .answers(SealedEnvelope.class)
                                .refuses(ConversationProblems.CONTENT_ERASED),
                        this::seal)
                .post(
                        "/v1/clients/{client}/words/open",
                        Terms.roles(Role.SERVICE)
                                .takes(WordsToOpen.class)
                                .answers(OpenedWords.class)
                                .withSecretAnswer(), // an Idempotency-Key would store the words
                        this::open);
    }

    private Answer seal(ApiRequest request) {
        WordsToSeal asked = request.body(WordsToSeal.class);
        ClientId client = clients.get(request.client()).id();
        Sealed sealed = words.seal(
                client, asked.eventId(), asked.type().event(), asked.words(), moments.given(asked.at(), "/at"));
        return Answer.ok(new SealedEnvelope(Base64.getEncoder().encodeToString(sealed.bytes())));
    }

    private Answer open(ApiRequest request) {
        WordsToOpen asked = request.body(WordsToOpen.class);
        ClientId client = clients.get(request.client()).id();
        try {
            return Answer.ok(new OpenedWords(words.open(
                            client,
                            asked.eventId(),
                            asked.type().event(),
                            envelope(asked),
                            moments.given(asked.recordedAt(), "/recorded_at"))))
                    .header("Cache-Control", "no-store");
        } catch (ForeignWordsException e) {
            log.warn("refused to open words of {} {} of client {}", asked.type(), asked.eventId(), client, e);
            throw new InvalidBodyException("/sealed", "an envelope that was sealed for this client, event and type");
        }
    }

    private static Sealed envelope(WordsToOpen asked) {
        try {
            return new Sealed(Base64.getDecoder().decode(asked.sealed()));
        } catch (IllegalArgumentException e) {
            throw new InvalidBodyException("/sealed", "an envelope in base64");
        }
    }
}
