package org.lethe.standalone;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;

/// What one consumer said in two conversations, on days on which no other consumer of the client spoke.
record Talk(ClientId client, ConsumerId consumer, List<ConversationId> conversations, LocalDate firstDay) {
    static final Channel WEB = new Channel("web");
    static final int DAYS = 3;
    static final int FIRST = 0;
    static final int SECOND = 1;

    LocalDate lastDay() {
        return firstDay.plusDays(DAYS - 1L);
    }

    /// Of all days, those too on which nothing was said yet.
    Set<Bucket> buckets() {
        Set<Bucket> buckets = new HashSet<>();
        buckets.add(new Bucket(Category.CONTACT, WEB, firstDay));
        buckets.add(new Bucket(Category.VISIT, WEB, firstDay));
        for (int day = 0; day < DAYS; day++) {
            buckets.add(new Bucket(Category.MESSAGES, WEB, firstDay.plusDays(day)));
        }
        return buckets;
    }

    String clientPath() {
        return "/v1/clients/" + client;
    }

    String path(int conversation) {
        return clientPath() + "/conversations/" + conversations.get(conversation);
    }

    HttpResponse<String> say(RunningFixture api, int conversation, String text, LocalDate day) {
        return api.post(
                path(conversation) + "/messages",
                "{\"from\":\"consumer\",\"text\":\"" + text + "\",\"sent_at\":\"" + noon(day) + "\"}");
    }

    static String noon(LocalDate day) {
        return day + "T12:00:00Z";
    }
}
