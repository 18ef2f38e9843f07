package org.lethe.contracts;

import java.util.List;

/// Every meter of every module, once: the guide for operators lists these and no others. No tag may hold what a
/// consumer said or who one is.
public enum Meters {
    LOG_APPENDS("lethe.log.appends", Kind.COUNTER, "events", "became durable"),
    LOG_BATCH_SIZE("lethe.log.batch.size", Kind.SUMMARY, "events", "in one transaction"),
    LOG_BATCH_WAITS(
            "lethe.log.batch.waits",
            Kind.COUNTER,
            "batches",
            "waited a moment for as many appends as came together before"),
    LOG_APPEND_LATENCY(
            "lethe.log.append.latency", Kind.TIMER, "s", "from an append's arrival at the writer to its commit"),
    LOG_APPENDS_WAITING(
            "lethe.log.appends.waiting",
            Kind.GAUGE,
            "appends",
            "wait for the writer; above lethe.log.max-waiting-appends new ones are refused"),
    LOG_FENCED(
            "lethe.log.fenced",
            Kind.GAUGE,
            "0 or 1",
            "1 where the database lost the end of the log: nothing is appended"),
    LOG_HEAD("lethe.log.head", Kind.GAUGE, "position", "of the newest event this process knows"),
    CLOCK_DISAGREEMENT(
            "lethe.clock.disagreement",
            Kind.GAUGE,
            "s",
            "by which the clock is ahead (below zero: behind) of what it is held against; 0 while it is believed"),
    CLOCK_WAITING(
            "lethe.clock.waiting",
            Kind.GAUGE,
            "0 or 1",
            "1 while the clock is in doubt: nothing goes because its time has come"),
    VIEW_LAG(
            "lethe.view.lag",
            Kind.GAUGE,
            "positions",
            "between the newest event a view wants and the last it took in",
            "view"),
    KEYRING_SEALS("lethe.keyring.seals", Kind.COUNTER, "envelopes", "sealed"),
    KEYRING_OPENS(
            "lethe.keyring.opens",
            Kind.COUNTER,
            "envelopes",
            "opened, or not; `outcome=\"tampered\"` above zero is an alarm",
            "outcome"),
    KEYRING_MINTS("lethe.keyring.mints", Kind.COUNTER, "keys", "made"),
    KEYRING_REWRAPS("lethe.keyring.rewraps", Kind.COUNTER, "keys", "wrapped again because a neighbour was destroyed"),
    KEYRING_ROTATIONS("lethe.keyring.rotations", Kind.COUNTER, "shards", "rotated"),
    KEYRING_EPOCHS_DESTROYED("lethe.keyring.epochs.destroyed", Kind.COUNTER, "root keys", "destroyed"),
    KEYRING_SHARDS_DIRTY("lethe.keyring.shards.dirty", Kind.GAUGE, "shards", "wait for their rotation"),
    KEYRING_EPOCHS("lethe.keyring.epochs", Kind.GAUGE, "root keys", "are in the keystore"),
    KEYRING_TAMPERED(
            "lethe.keyring.tampered",
            Kind.COUNTER,
            "wrapped keys",
            "were met that are not what was stored; above zero is an alarm"),
    KEYRING_ROTTEN(
            "lethe.keyring.rotten",
            Kind.GAUGE,
            "wrapped keys",
            "did not unwrap in a rotation; mend them from a backup before their root keys go"),
    ORDERS_PARKED(
            "lethe.orders.parked",
            Kind.GAUGE,
            "orders",
            "to erase, to expire or to let go that could not be carried out; tried again every minute",
            "follower"),
    WORDS_OPENS(
            "lethe.words.opens",
            Kind.COUNTER,
            "envelopes",
            "of operators' words opened, or not: `gone` with the client's keys; `outcome=\"foreign\"` above zero is a fault"
                    + " or somebody trying",
            "outcome"),
    RETENTION_SCHEDULES_SHORTENED(
            "lethe.retention.schedules.shortened",
            Kind.COUNTER,
            "schedules",
            "make content due that was not; above zero is an alarm"),
    RETENTION_SWEEP("lethe.retention.sweep", Kind.TIMER, "s", "to find what is due of all clients"),
    RETENTION_BUCKETS_ORDERED("lethe.retention.buckets.ordered", Kind.COUNTER, "buckets", "ordered to go"),
    RETENTION_BUCKETS_DESTROYED("lethe.retention.buckets.destroyed", Kind.COUNTER, "buckets", "went in completed runs"),
    RETENTION_BUCKETS_HELD(
            "lethe.retention.buckets.held",
            Kind.COUNTER,
            "buckets",
            "were due in completed runs and stayed for a hold"),
    REQUESTS_DUE_SOON("lethe.requests.due.soon", Kind.GAUGE, "requests", "are open and due within a week"),
    REQUESTS_OVERDUE(
            "lethe.requests.overdue",
            Kind.GAUGE,
            "requests",
            "are open and past their due date; above zero is an alarm"),
    WEBHOOKS_DELIVERIES(
            "lethe.webhooks.deliveries",
            Kind.COUNTER,
            "attempts",
            "to deliver: `delivered`, `failed` and tried again, `dead_lettered`, `disabled` by 410, `ended` as nothing is"
                    + " to be sent there any more",
            "outcome"),
    WEBHOOKS_WAITING("lethe.webhooks.waiting", Kind.GAUGE, "deliveries", "wait for their first or next attempt"),
    WEBHOOKS_OLDEST("lethe.webhooks.oldest", Kind.GAUGE, "s", "since what happened of which the oldest of them tells"),
    RETENTION_RUNS_COMPLETED("lethe.retention.runs.completed", Kind.COUNTER, "runs", "of one client, certified"),
    WEB_REQUESTS(
            "lethe.web.requests",
            Kind.TIMER,
            "s",
            "from the arrival of a request's head to its answer; a route as the OpenAPI document names it",
            "method",
            "route",
            "status"),
    WEB_REQUESTS_IN_FLIGHT("lethe.web.requests.in_flight", Kind.GAUGE, "requests", "under way"),
    WEB_STREAMS_IN_FLIGHT(
            "lethe.web.streams.in_flight", Kind.GAUGE, "requests", "whose bodies are read as they come, under way"),
    WEB_REQUESTS_SHED("lethe.web.requests.shed", Kind.COUNTER, "requests", "refused because too many were under way"),
    WEB_REQUESTS_OVER_SHARE(
            "lethe.web.requests.over_share",
            Kind.COUNTER,
            "requests",
            "refused because their client or API key had its share under way; others were served"),
    WEB_MEMORY(
            "lethe.web.memory",
            Kind.GAUGE,
            "bytes",
            "taken by bodies under way, and by imports and long transcripts, of what they may take",
            "use"),
    WEB_KEYS_UNKNOWN("lethe.web.keys.unknown", Kind.COUNTER, "keys", "looked up that nobody knows, or that ended"),
    HTTP_CONNECTIONS("lethe.http.connections", Kind.GAUGE, "connections", "open"),
    HTTP_CONNECTIONS_ENDED(
            "lethe.http.connections.ended",
            Kind.COUNTER,
            "connections",
            "closed by the server: `refused` or `evicted` at the limit, `address` at that of one address, `head`, `idle`,"
                    + " `body` and `answer` for standing still",
            "reason");

    /// What kind of figure it is, and so what a scrape adds to its name.
    public enum Kind {
        COUNTER("_total"),
        GAUGE(""),
        SUMMARY(""),
        TIMER("_seconds");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    private final String meter;
    private final Kind kind;
    private final String unit;
    private final String meaning;
    private final List<String> tags;

    Meters(String meter, Kind kind, String unit, String meaning, String... tags) {
        this.meter = meter;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.tags = List.of(tags);
    }

    /// The name that it is registered under.
    public String meter() {
        return meter;
    }

    /// The name in a Prometheus scrape; summaries and timers add `_count`, `_sum` and `_max` to it.
    public String scraped() {
        return meter.replace('.', '_') + kind.suffix;
    }

    /// Names of the tags that it always has.
    public List<String> tags() {
        return tags;
    }

    public String unit() {
        return unit;
    }

    /// A phrase that goes on from the unit: events that became durable.
    public String meaning() {
        return meaning;
    }
}
