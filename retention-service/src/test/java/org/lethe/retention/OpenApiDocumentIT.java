package org.lethe.retention;

import org.lethe.service.OpenApiDocumentSuite;

class OpenApiDocumentIT extends OpenApiDocumentSuite {
    OpenApiDocumentIT() {
        super(RetentionServer::new, "RetentionPreviewLine", "RetentionPreviewSummary");
    }
}
