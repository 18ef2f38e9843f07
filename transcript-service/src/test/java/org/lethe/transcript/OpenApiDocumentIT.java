package org.lethe.transcript;

import org.lethe.service.OpenApiDocumentSuite;

class OpenApiDocumentIT extends OpenApiDocumentSuite {
    OpenApiDocumentIT() {
        super(TranscriptServer::new, "ImportLine", "ImportResult", "ImportSummary");
    }
}
