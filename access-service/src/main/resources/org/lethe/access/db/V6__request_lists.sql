-- What is in one state, what is due first first: most requests of a client are answered, and a list of those that wait
-- goes past none of them.
CREATE INDEX request_in_state ON request (client_id, state, due_at, request_id);
