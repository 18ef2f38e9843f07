package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.service.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The documents are served as one: what two of them call alike has to be alike, and only then nothing is lost.
class OpenApiNamesTest {

    @Test
    void namesAlikeMeanAlike() throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (Service service : Services.ALL) {
            documents.add(document(service));
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            for (int j = i + 1; j < documents.size(); j++) {
                compare("/components", components(documents, i), components(documents, j), differences);
            }
        }

        assertThat(documents).hasSizeGreaterThan(1);
        assertThat(differences).isEmpty();
    }

    private static JsonNode components(List<JsonNode> documents, int index) {
        return documents.get(index).required("components");
    }

    private static void compare(String at, JsonNode one, JsonNode other, List<String> differences) {
        if (one.isObject() && other.isObject()) {
            one.properties().forEach(member -> {
                JsonNode same = other.get(member.getKey());
                if (same != null) {
                    compare(at + "/" + member.getKey(), member.getValue(), same, differences);
                }
            });
        } else if (!one.equals(other)) {
            differences.add(at + ": " + one + " or " + other);
        }
    }

    private static JsonNode document(Service service) throws IOException {
        try (InputStream in = service.module().getClassLoader().getResourceAsStream(service.openApi())) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
