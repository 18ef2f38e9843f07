package org.lethe.bench;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.conversion.Converter;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateBasedJpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateEventEntry;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.core.unitofwork.transaction.Transaction;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.conversion.DelegatingEventConverter;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.axonframework.messaging.eventstreaming.Tag;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.VarbinaryJdbcType;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventJson;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import tools.jackson.databind.json.JsonMapper;

/// Axon's own JPA engine, as its users have it: Hibernate on PostgreSQL, one transaction a command. An aggregate takes
/// one tag an event, so a message stands alone under its id.
final class JpaPeer implements EventStorageEngine, AutoCloseable {
    private final EntityManagerFactory factory;
    private final AggregateBasedJpaEventStorageEngine engine;
    private final EntryBytes converter = new EntryBytes();
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();

    JpaPeer(DataSource dataSource) {
        this.factory = new HibernatePersistenceConfiguration("peer")
                .managedClass(AggregateEventEntry.class)
                .property("jakarta.persistence.nonJtaDataSource", dataSource)
                .property("hibernate.dialect", ByteaDialect.class.getName())
                .property("hibernate.hbm2ddl.auto", "create")
                .property("hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_HOLD")
                .createEntityManagerFactory();
        this.engine = new AggregateBasedJpaEventStorageEngine(
                this::entityManager,
                new Transactions(),
                new DelegatingEventConverter(converter),
                UnaryOperator.identity());
    }

    /// Large binary as `bytea`, as Axon's guide for PostgreSQL has it.
    public static final class ByteaDialect extends PostgreSQLDialect {
        @Override
        protected String columnType(int sqlTypeCode) {
            return sqlTypeCode == SqlTypes.BLOB ? "bytea" : super.columnType(sqlTypeCode);
        }

        @Override
        public void contributeTypes(TypeContributions contributions, ServiceRegistry registry) {
            super.contributeTypes(contributions, registry);
            contributions
                    .getTypeConfiguration()
                    .getJdbcTypeRegistry()
                    .addDescriptor(Types.BLOB, VarbinaryJdbcType.INSTANCE);
        }
    }

    /// One tag an event: a message's own id, else whatever comes first.
    static Set<Tag> oneTag(EventMessage event) {
        List<EventTag> tags =
                ((LogEntry) Objects.requireNonNull(event.payload())).event().tags();
        EventTag chosen = tags.stream()
                .filter(tag -> tag.key().equals(EventTag.MESSAGE))
                .findFirst()
                .orElse(tags.getFirst());
        return Set.of(new Tag(chosen.key(), chosen.value()));
    }

    private EntityManager entityManager() {
        EntityManager open = current.get();
        return open == null ? factory.createEntityManager() : closedByItsTransaction(open);
    }

    private static EntityManager closedByItsTransaction(EntityManager open) {
        return (EntityManager) Proxy.newProxyInstance(
                JpaPeer.class.getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(open, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private final class Transactions implements TransactionManager {
        @Override
        public Transaction startTransaction() {
            EntityManager entityManager = factory.createEntityManager();
            entityManager.getTransaction().begin();
            current.set(entityManager);
            return new Transaction() {
                @Override
                public void commit() {
                    try (entityManager) {
                        current.remove();
                        entityManager.getTransaction().commit();
                    }
                }

                @Override
                public void rollback() {
                    try (entityManager) {
                        current.remove();
                        if (entityManager.getTransaction().isActive()) {
                            entityManager.getTransaction().rollback();
                        }
                    }
                }
            };
        }
    }

    /// A `LogEntry` as bytes: client, length of its type's name, that, length of the facts, facts, envelope.
    private static final class EntryBytes implements Converter {
        @Override
        public boolean canConvert(Type source, Type target) {
            return true;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable T convert(@Nullable Object input, Type target) {
            return (T)
                    switch (input) {
                        case LogEntry entry -> bytes(entry);
                        case byte[] bytes when target == LogEntry.class -> entry(bytes);
                        case byte[] bytes -> JsonMapper.shared().readValue(bytes, Map.class);
                        case Map<?, ?> metadata -> JsonMapper.shared().writeValueAsBytes(metadata);
                        case null, default -> input;
                    };
        }

        private static byte[] bytes(LogEntry entry) {
            byte[] type = EventTypes.of(entry.event().getClass()).name().getBytes(StandardCharsets.UTF_8);
            byte[] facts = EventJson.write(entry.event());
            Sealed sealed = entry.sealed();
            byte[] envelope = sealed == null ? new byte[0] : sealed.bytes();
            UUID client = entry.client().value();
            return ByteBuffer.allocate(16 + 2 * Integer.BYTES + type.length + facts.length + envelope.length)
                    .putLong(client.getMostSignificantBits())
                    .putLong(client.getLeastSignificantBits())
                    .putInt(type.length)
                    .put(type)
                    .putInt(facts.length)
                    .put(facts)
                    .put(envelope)
                    .array();
        }

        private static LogEntry entry(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            ClientId client = new ClientId(new UUID(buffer.getLong(), buffer.getLong()));
            byte[] type = new byte[buffer.getInt()];
            buffer.get(type);
            byte[] facts = new byte[buffer.getInt()];
            buffer.get(facts);
            byte[] envelope = new byte[buffer.remaining()];
            buffer.get(envelope);
            EventTypes.WireType wireType = new EventTypes.WireType(new String(type, StandardCharsets.UTF_8), 1);
            return new LogEntry(
                    client, EventJson.read(wireType, facts), envelope.length == 0 ? null : new Sealed(envelope));
        }

        @Override
        public void describeTo(ComponentDescriptor descriptor) {}
    }

    @Override
    public CompletableFuture<AppendTransaction<?>> appendEvents(
            AppendCondition condition, @Nullable ProcessingContext context, List<TaggedEventMessage<?>> events) {
        return engine.appendEvents(condition, context, events);
    }

    @Override
    public MessageStream<EventMessage> source(SourcingCondition condition, @Nullable ProcessingContext context) {
        return engine.source(condition, context)
                .mapMessage(event -> event.payload() instanceof byte[]
                        ? event.withConvertedPayload(LogEntry.class, converter)
                        : event);
    }

    @Override
    public MessageStream<EventMessage> stream(StreamingCondition condition, @Nullable ProcessingContext context) {
        return engine.stream(condition, context);
    }

    @Override
    public CompletableFuture<TrackingToken> firstToken(@Nullable ProcessingContext context) {
        return engine.firstToken(context);
    }

    @Override
    public CompletableFuture<TrackingToken> latestToken(@Nullable ProcessingContext context) {
        return engine.latestToken(context);
    }

    @Override
    public CompletableFuture<TrackingToken> tokenAt(Instant at, @Nullable ProcessingContext context) {
        return engine.tokenAt(at, context);
    }

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        engine.describeTo(descriptor);
    }

    @Override
    public void close() {
        engine.close();
        factory.close();
    }
}
