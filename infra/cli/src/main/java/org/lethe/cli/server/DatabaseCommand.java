package org.lethe.cli.server;

import java.util.List;
import org.lethe.cli.terminal.Output;
import org.lethe.service.ServiceHost;
import org.lethe.sql.InvalidLoginException;
import org.lethe.standalone.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lethe database`: what a PostgreSQL of one's own needs to know.
@Command(
        name = "database",
        header = {
            "What a PostgreSQL of your own needs to know.",
            "",
            "Examples:",
            "  lethe database grants --login lethe              SQL: roles, and what each may",
            "  lethe database grants --login lethe | psql ...   run it, as somebody who may create roles",
            ""
        })
public final class DatabaseCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /// @param sql statements in the order to run them in
    record Grants(String login, List<String> sql) {}

    @Command(
            name = "grants",
            header = {
                "Print SQL that makes the roles and gives each what it needs and no more.",
                "",
                "The tables have to be there: start once with LETHE_DB_OWNER, or with the owner as LETHE_DB_USER. Run it"
                        + " as somebody who owns the tables and may create roles; again changes nothing. A start checks"
                        + " the roles and says what is missing or too much.",
                ""
            })
    int grants(
            @Option(
                            names = "--login",
                            paramLabel = "ROLE",
                            required = true,
                            description = "who logs in (LETHE_DB_USER) and becomes each of the roles")
                    String login,
            @Mixin Output shown) {
        Grants grants = new Grants(login, sql(login));
        shown.result(grants, out -> {
            out.println("BEGIN;");
            grants.sql().forEach(sql -> out.println(sql + ";"));
            out.println("COMMIT;");
        });
        return 0;
    }

    private List<String> sql(String login) {
        try {
            return ServiceHost.database(Services.ALL).grants(login);
        } catch (InvalidLoginException e) {
            throw new ParameterException(spec.commandLine(), "--login: " + e.getMessage(), e);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? `lethe database grants` prints its SQL");
    }
}
