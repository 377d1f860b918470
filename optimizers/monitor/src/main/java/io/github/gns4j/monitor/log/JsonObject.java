package io.github.gns4j.monitor.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A JSON object that was read, with typed access to its fields. A field that is missing or of
 * another type is an {@link IllegalArgumentException} that names it.
 */
final class JsonObject {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> fields;

  private JsonObject(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** Parses one line that is one object. */
  static JsonObject parse(byte[] bytes, int length) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the line is no JSON object");
      }
      JsonObject object = object(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("the line goes on after its JSON object");
      }
      return object;
    }
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return new JsonObject(fields);
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(parser));
        }
        yield values;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> parser.getText();
    };
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  String text(String name) {
    return cast(name, String.class);
  }

  boolean flag(String name) {
    return cast(name, Boolean.class);
  }

  long whole(String name) {
    return cast(name, Long.class);
  }

  /** A field that counts and must fit into an int. */
  int count(String name) {
    return Math.toIntExact(whole(name));
  }

  double number(String name) {
    Object value = fields.get(name);
    if (value instanceof String word && isNonFinite(word)) {
      return Double.parseDouble(word);
    }
    return cast(name, Number.class).doubleValue();
  }

  private static boolean isNonFinite(String word) {
    return word.equals("NaN") || word.equals("Infinity") || word.equals("-Infinity");
  }

  OptionalDouble optional(String name) {
    return has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
  }

  JsonObject object(String name) {
    return cast(name, JsonObject.class);
  }

  /** The objects of an array; none if the field is missing. */
  List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    if (has(name)) {
      for (Object element : cast(name, List.class)) {
        objects.add((JsonObject) element);
      }
    }
    return objects;
  }

  /** The text fields of this object by name. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  private <T> T cast(String name, Class<T> type) {
    Object value = fields.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "field " + name + " is " + value + ", allowed: a " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
