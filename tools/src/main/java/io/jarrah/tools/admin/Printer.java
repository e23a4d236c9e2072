package io.jarrah.tools.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Prints answers as a table, or as the JSON they came as. */
final class Printer {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final PrintWriter out;
    private final boolean json;

    Printer(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** The rows of an array; a column is a JSON pointer without its first slash, such as {@code total/vcpus}. */
    void rows(JsonNode answer, JsonNode rows, List<String> columns) {
        if (json) {
            document(answer);
            return;
        }
        List<List<String>> cells = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> columns.stream().map(column -> cell(row, column)).toList())
                .toList();
        List<String> titles = columns.stream()
                .map(column -> column.replace('/', ' ').toUpperCase(Locale.ROOT))
                .toList();
        ColorScheme plain = Help.defaultColorScheme(Ansi.OFF);
        Column[] layout = new Column[columns.size()];
        for (int i = 0; i < layout.length; i++) {
            int at = i;
            int width = cells.stream()
                    .mapToInt(row -> row.get(at).length())
                    .reduce(titles.get(i).length(), Math::max);
            layout[i] = new Column(width + 2, 0, Overflow.SPAN);
        }
        TextTable table = TextTable.forColumns(plain, layout);
        table.addRowValues(titles.toArray(String[]::new));
        cells.forEach(row -> table.addRowValues(row.toArray(String[]::new)));
        table.toString().lines().map(String::stripTrailing).forEach(out::println);
        out.flush();
    }

    /** One object, as a table of one row. */
    void one(JsonNode answer, List<String> columns) {
        rows(answer, JSON.createArrayNode().add(answer), columns);
    }

    /** A text, for scripts; the whole answer with --json. */
    void text(JsonNode answer, String text) {
        if (json) {
            document(answer);
        } else {
            out.println(text);
            out.flush();
        }
    }

    private void document(JsonNode answer) {
        try {
            out.println(JSON.writeValueAsString(answer));
            out.flush();
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("a document that was read can be written", defect);
        }
    }

    private static String cell(JsonNode row, String column) {
        JsonNode value = row.at("/" + column);
        String text = value.isMissingNode() || value.isNull() ? "" : value.asText();
        return text.isEmpty() ? "-" : text;
    }
}
