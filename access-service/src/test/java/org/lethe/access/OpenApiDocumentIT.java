package org.lethe.access;

import org.lethe.service.OpenApiDocumentSuite;

class OpenApiDocumentIT extends OpenApiDocumentSuite {
    OpenApiDocumentIT() {
        super(AccessServer::new);
    }
}
