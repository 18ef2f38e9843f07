package org.lethe.access.page;

import java.time.Duration;
import org.lethe.access.notices.PublishedPolicies;
import org.lethe.access.requests.SelfService;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.service.signing.Pseudonyms;
import org.lethe.service.signing.SigningKey;

/// This feature in one piece. It stands on the requests' [SelfService], and on what the client published.
public final class PageSlice {
    private static final Duration LEAST_ANSWER_TIME = Duration.ofMillis(300); // far more than the work takes

    private PageSlice() {}

    public static Slice on(Foundation foundation) {
        SelfService service = foundation.part(SelfService.class);
        PublishedPolicies policies = new PublishedPolicies(foundation);
        PageTokens tokens = new PageTokens(foundation.dataSource());
        Allowances allowances = new Allowances(foundation.dataSource());
        return Slice.named("page")
                .works(new PageUpkeep(tokens, allowances, foundation.clock()))
                .serves(new PageEndpoint(
                                service,
                                new Sites(foundation, service, policies),
                                policies,
                                new Pages(Messages.bundled()),
                                tokens,
                                allowances,
                                new Pseudonyms(foundation.part(SigningKey.class), "page"),
                                new Pace(LEAST_ANSWER_TIME),
                                foundation.moments())
                        .routes());
    }
}
