package org.lethe.web;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI documents of several services as one. Paths, tags and components come together; what two documents say
/// of the same thing is said once, and where they differ the first one's word stands.
final class OpenApiDocuments {
    private static final String TAGS = "tags";

    private OpenApiDocuments() {}

    static byte[] merged(List<byte[]> documents) {
        if (documents.size() == 1) {
            return documents.getFirst();
        }
        ObjectNode whole = (ObjectNode) StrictJson.MAPPER.readTree(documents.getFirst());
        for (byte[] document : documents.subList(1, documents.size())) {
            ObjectNode more = (ObjectNode) StrictJson.MAPPER.readTree(document);
            if (whole.get(TAGS) instanceof ArrayNode tags && more.get(TAGS) instanceof ArrayNode moreTags) {
                moreTags.forEach(tags::add);
            }
            add(whole, more);
        }
        return StrictJson.MAPPER.writeValueAsBytes(whole);
    }

    private static void add(ObjectNode whole, ObjectNode more) {
        more.properties().forEach(member -> {
            JsonNode known = whole.get(member.getKey());
            if (known == null) {
                whole.set(member.getKey(), member.getValue());
            } else if (known instanceof ObjectNode object && member.getValue() instanceof ObjectNode other) {
                add(object, other);
            }
        });
    }
}
