package org.lethe.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;

/// All routes as a tree of path segments, so finding one costs the length of its path, not the number of routes.
/// A literal segment wins over a variable one.
final class RouteTable {
    private static final int MAX_VARIABLES = 8;

    private final Node root = new Node();

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private @Nullable Node variable;
        private final Map<HttpMethod, Route> routes = new HashMap<>();
        private final Map<HttpMethod, String[]> variables = new HashMap<>();
    }

    /// A path that exists.
    static final class Match {
        private final Node node;
        private final String[] values;

        private Match(Node node, String[] values) {
            this.node = node;
            this.values = values;
        }

        @Nullable
        Route route(HttpMethod method) {
            return node.routes.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
        }

        String allow() {
            TreeMap<String, HttpMethod> sorted = new TreeMap<>();
            node.routes.keySet().forEach(method -> sorted.put(method.name(), method));
            if (sorted.containsKey("GET")) {
                sorted.put("HEAD", HttpMethod.HEAD);
            }
            return String.join(", ", sorted.keySet());
        }

        /// @return null if the path of this route has no such variable
        @Nullable
        String value(Route route, String variable) {
            String[] names = node.variables.get(route.httpMethod());
            for (int at = 0; names != null && at < names.length; at++) {
                if (names[at].equals(variable)) {
                    return values[at];
                }
            }
            return null;
        }
    }

    RouteTable(List<Route> routes) {
        routes.forEach(this::add);
    }

    @Nullable
    Match match(String rawPath) {
        String[] values = new String[MAX_VARIABLES];
        Node node = find(root, rawPath, 1, values, 0);
        return node == null ? null : new Match(node, values);
    }

    private static @Nullable Node find(Node from, String path, int at, String[] values, int found) {
        if (at > path.length()) {
            return from.routes.isEmpty() ? null : from;
        }
        int slash = path.indexOf('/', at);
        int end = slash < 0 ? path.length() : slash;
        String segment = path.substring(at, end);
        Node literal = from.literals.get(segment);
        if (literal != null) {
            Node node = find(literal, path, end + 1, values, found);
            if (node != null) {
                return node;
            }
        }
        if (from.variable == null || segment.isEmpty()) {
            return null;
        }
        String value = decoded(segment);
        if (value == null) {
            return null;
        }
        values[found] = value;
        return find(from.variable, path, end + 1, values, found + 1);
    }

    private static @Nullable String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            String value = StringUtils.uriDecode(segment, StandardCharsets.UTF_8);
            return value.chars().anyMatch(unit -> Character.isISOControl(unit) || unit == '\uFFFD') ? null : value;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void add(Route route) {
        if (!route.path().startsWith("/")) {
            throw new IllegalArgumentException("a path starts with /: " + route);
        }
        Node node = root;
        List<String> variables = new ArrayList<>();
        for (String segment : route.path().substring(1).split("/", -1)) {
            if (segment.startsWith("{") && segment.endsWith("}")) {
                variables.add(segment.substring(1, segment.length() - 1));
                if (node.variable == null) {
                    node.variable = new Node();
                }
                node = node.variable;
            } else {
                node = node.literals.computeIfAbsent(segment, _ -> new Node());
            }
        }
        if (variables.size() > MAX_VARIABLES) {
            throw new IllegalArgumentException("at most " + MAX_VARIABLES + " variables: " + route);
        }
        if (node.routes.putIfAbsent(route.httpMethod(), route) != null) {
            throw new IllegalArgumentException("two routes for " + route);
        }
        node.variables.put(route.httpMethod(), variables.toArray(String[]::new));
    }
}
