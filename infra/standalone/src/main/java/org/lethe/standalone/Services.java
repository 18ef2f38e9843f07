package org.lethe.standalone;

import java.util.List;
import org.lethe.access.AccessService;
import org.lethe.retention.RetentionService;
import org.lethe.service.Service;
import org.lethe.transcript.TranscriptService;

/// The services that run here, each after those it asks for something.
public final class Services {
    public static final List<Service> ALL =
            List.of(TranscriptService.SERVICE, RetentionService.SERVICE, AccessService.SERVICE);

    private Services() {}
}
