package org.lethe.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Import of 500,000 messages by HTTP against COPY of the rows that came of it, with the same indexes, 1,000 rows a
/// transaction.
final class BulkBenchmark implements Benchmark {
    private static final int MESSAGES = 500_000;
    private static final int ROWS_A_TRANSACTION = 1_000;
    private static final int COPY_HEADER_BYTES = 19; // signature, flags, extension length
    private static final byte[] COPY_TRAILER = {-1, -1};
    private static final String TABLE_LIKE_THE_LOG = "CREATE TABLE bench.event (LIKE event_log.event INCLUDING ALL)";

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public String description() {
        return "NDJSON import of 500,000 messages by HTTP against COPY of the same rows with the same indexes";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        Dialogues dialogues = Dialogues.of(setting.data());
        int messages = setting.scaled(MESSAGES);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        int warmUps = Rounds.warmUp(() -> {
            try (HttpService service = new HttpService(setting.newService())) {
                Dialogues.Text text = dialogues.repeated(messages / 2, "warm-up");
                return text.messages() / importAll(service, text);
            }
        });
        setting.progress().accept("bulk warm after " + warmUps + " imports");
        for (int round = 1; round <= setting.rounds(); round++) {
            try (HttpService service = new HttpService(setting.newService())) {
                importAll(service, dialogues.repeated(messages / 5, "before"));
                long before = service.bench.log.headPosition();
                Dialogues.Text text = dialogues.repeated(messages, "round");
                double seconds = importAll(service, text);
                List<byte[]> rows = copyOut(service.bench, before);
                double copySeconds = copyIn(service.bench, rows);
                setting.progress()
                        .accept("bulk round %d of %d: %,.0f / %,.0f messages/s"
                                .formatted(
                                        round,
                                        setting.rounds(),
                                        text.messages() / seconds,
                                        text.messages() / copySeconds));
                ours.add(text.messages() / seconds);
                theirs.add(text.messages() / copySeconds);
            }
        }
        return List.of(Figure.atLeast(
                name(), Rounds.median(ours), "messages/s", "COPY of the same rows", Rounds.median(theirs), 0.5));
    }

    /// @return seconds until the summary came
    static double importAll(HttpService service, Dialogues.Text text) throws Exception {
        return importAll(service, service.client, text);
    }

    static double importAll(HttpService service, ClientId client, Dialogues.Text text) throws Exception {
        return new HttpCaller(service.port, service.token).importAll(client, text);
    }

    /// The rows after a position, in COPY's binary format, 1,000 to a piece, headers and trailers included.
    private static List<byte[]> copyOut(Bench bench, long after) throws SQLException, IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Connection connection = bench.dataSource.getConnection()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "COPY (SELECT * FROM event_log.event WHERE position > " + after
                                    + " ORDER BY position) TO STDOUT (FORMAT binary)",
                            all);
        }
        ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray());
        List<byte[]> pieces = new ArrayList<>();
        int from = COPY_HEADER_BYTES;
        int rows = 0;
        bytes.position(COPY_HEADER_BYTES);
        while (true) {
            short columns = bytes.getShort();
            if (columns < 0 || rows == ROWS_A_TRANSACTION) {
                int end = bytes.position() - Short.BYTES;
                pieces.add(piece(bytes.array(), from, end));
                from = end;
                rows = 0;
                if (columns < 0) {
                    return pieces;
                }
            }
            for (int column = 0; column < columns; column++) {
                int length = bytes.getInt();
                bytes.position(bytes.position() + Math.max(0, length));
            }
            rows++;
        }
    }

    private static byte[] piece(byte[] all, int from, int to) {
        return ByteBuffer.allocate(COPY_HEADER_BYTES + to - from + COPY_TRAILER.length)
                .put(all, 0, COPY_HEADER_BYTES)
                .put(all, from, to - from)
                .put(COPY_TRAILER)
                .array();
    }

    private static double copyIn(Bench bench, List<byte[]> pieces) throws SQLException {
        try (Connection connection = bench.dataSource.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS bench");
                statement.execute(TABLE_LIKE_THE_LOG);
            }
            long start = System.nanoTime();
            for (byte[] piece : pieces) {
                CopyIn copy = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY bench.event FROM STDIN (FORMAT binary)");
                copy.writeToCopy(piece, 0, piece.length);
                copy.endCopy();
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
