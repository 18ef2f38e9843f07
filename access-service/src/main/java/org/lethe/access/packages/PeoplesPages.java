package org.lethe.access.packages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.service.subjects.Held;

/// What a person opens: the overview, the conversations, the search.
final class PeoplesPages implements PackagePart {
    private static final String TITLE = "What is held about you";

    private final PackageFacts facts;
    private final EntrySpill overview;
    private final OverviewList conversations;
    private final OverviewList contact;
    private final OverviewList visits;
    private final OverviewList disclosures;
    private final Search search;
    private final ConversationPages pages;
    private @Nullable Placed newest;

    PeoplesPages(PackageFacts facts, Scratch scratch) throws IOException {
        this.facts = facts;
        this.overview = scratch.spill();
        this.conversations = new OverviewList(scratch.spill(), "Conversations", "conversations");
        this.contact = new OverviewList(scratch.spill(), "Contact data", "contact");
        this.visits = new OverviewList(scratch.spill(), "Visits", "visits");
        this.disclosures = new OverviewList(scratch.spill(), "Disclosures", "disclosures");
        this.search = new Search(scratch);
        this.pages = new ConversationPages(scratch);
        for (PackageFacts.Disclosure disclosure : facts.disclosures()) {
            disclosures.row(row(disclosure));
        }
    }

    @Override
    public void piece(Placed placed) throws IOException {
        search.piece(placed);
        pages.piece(placed);
        switch (placed.piece()) {
            case Held.Contact told -> contact.row(row(told));
            case Held.Conversation _ -> listNewest();
            case Held.Visit visit -> visits.row(row(visit, placed.conversationNumber()));
            case Held.Message _ -> {}
        }
        if (placed.conversation() != null) {
            newest = placed;
        }
    }

    @Override
    public void end() throws IOException {
        listNewest();
        search.end();
        pages.end();
        for (OverviewList list : lists()) {
            list.end();
        }
        try (OutputStream out = overview.begin("index.html")) {
            out.write(overview().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public List<EntrySpill> spills() {
        return Stream.of(
                        Stream.of(overview),
                        lists().stream().map(OverviewList::spill),
                        search.spills().stream(),
                        pages.spills().stream())
                .flatMap(spills -> spills)
                .toList();
    }

    /// How many messages a conversation has is known once the next begins.
    private void listNewest() throws IOException {
        if (newest != null) {
            conversations.row(row(newest.conversationOrRefuse(), newest.conversationNumber(), newest.messageNumber()));
            newest = null;
        }
    }

    private List<OverviewList> lists() {
        return List.of(conversations, contact, visits, disclosures);
    }

    private String overview() {
        return Html.head(TITLE, "", "")
                + "<dl>" + Html.told("By", WellFormed.text(facts.clientName()))
                + Html.described("Prepared", Html.time(facts.preparedAt()))
                + Html.described("Request", facts.requestId().toString())
                + Html.described("Your id", facts.consumerId().toString()) + "</dl>\n"
                + "<nav aria-label=\"On this page\"><ul>"
                + lists().stream().map(OverviewList::link).collect(Collectors.joining())
                + "<li><a href=\"#holds\">Legal holds</a></li><li><a href=\"#files\">Files</a></li></ul></nav>\n"
                + lists().stream().map(OverviewList::section).collect(Collectors.joining()) + holds() + files()
                + Html.END;
    }

    private String holds() {
        String head = "<section aria-labelledby=\"holds\"><h2 id=\"holds\">Legal holds ("
                + facts.holds().size() + ")</h2>\n";
        if (facts.holds().isEmpty()) {
            return head + "<p>None that may be told.</p></section>\n";
        }
        return head
                + facts.holds().stream()
                        .map(hold -> "<li>" + Html.foreign(WellFormed.text(hold)) + "</li>\n")
                        .collect(Collectors.joining("", "<ul class=\"rows\">\n", "</ul></section>\n"));
    }

    private static String files() {
        return """
                <section aria-labelledby="files"><h2 id="files">Files</h2>
                <p>The same for other programs: tables (<a href="messages.csv">messages</a>,
                <a href="conversations.csv">conversations</a>, <a href="contact.csv">contact data</a>,
                <a href="visits.csv">visits</a>, <a href="disclosures.csv">disclosures</a>),
                <a href="data.ndjson">every piece as JSON</a>, each conversation as a signed vCon in the folder
                <code>vcon</code>, and <a href="manifest.json">a list of all files with their SHA-256</a>. In the tables a cell
                that a spreadsheet would take for a formula begins with an apostrophe.</p></section>
                """;
    }

    private static String row(Held.Conversation begun, int number, int messages) {
        return "<li><a href=\"" + ConversationPages.name(number, 1) + "\">Conversation " + number + "</a><dl>"
                + ConversationPages.about(begun) + Html.described("Messages", Integer.toString(messages))
                + "</dl></li>\n";
    }

    private static String row(Held.Contact told) {
        return "<li><dl>"
                + (Fates.isThere(told)
                        ? Html.told("Name", told.name())
                                + Html.told("E-mail", told.email())
                                + Html.told("Phone", told.phone())
                                + Html.told("Customer id", told.externalId())
                        : Html.described("Contact data", Html.gone(told)))
                + Html.described("Told", Html.time(told.toldAt()))
                + Html.described("Channel", told.channel().name())
                + "</dl></li>\n";
    }

    private static String row(Held.Visit visit, int conversation) {
        return "<li><dl>"
                + (Fates.isThere(visit)
                        ? Html.told("IP address", visit.ipAddress())
                                + Html.told("Browser", visit.userAgent())
                                + Html.told("Page", visit.page())
                                + Html.told("Came from", visit.referrer())
                                + Html.told("Place", visit.location())
                        : Html.described("Visit", Html.gone(visit)))
                + Html.described("Observed", Html.time(visit.observedAt()))
                + Html.described(
                        "In",
                        "<a href=\"" + ConversationPages.name(conversation, 1) + "\">conversation " + conversation
                                + "</a>")
                + "</dl></li>\n";
    }

    private static String row(PackageFacts.Disclosure disclosure) {
        return "<li><dl>" + Html.told("To", WellFormed.text(disclosure.recipient()))
                + Html.described("At", Html.time(disclosure.at()))
                + Html.told("Ground", WellFormed.text(disclosure.ground()))
                + Html.told("Purpose", WellFormed.text(disclosure.purpose()))
                + Html.told("What", WellFormed.text(String.join(", ", disclosure.categories())))
                + Html.told("Region", WellFormed.maybe(disclosure.region()))
                + Html.told("Reference", WellFormed.maybe(disclosure.reference())) + "</dl></li>\n";
    }
}
