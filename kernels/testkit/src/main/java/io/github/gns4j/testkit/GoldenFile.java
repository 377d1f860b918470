package io.github.gns4j.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One reference file.
 *
 * @param path path below the folder of all files, such as {@code gns/gns_p5_diag.json}
 * @param root its content
 */
public record GoldenFile(String path, JsonNode root) {
  /** Returns the {@code header}. */
  public JsonNode header() {
    return required(root, "header");
  }

  /** Returns the entries of {@code cases}, in their order. */
  public List<JsonNode> cases() {
    List<JsonNode> cases = new ArrayList<>();
    required(root, "cases").forEach(cases::add);
    return cases;
  }

  /** Returns the file's name without folder and ending. */
  public String name() {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return file.endsWith(".json") ? file.substring(0, file.length() - ".json".length()) : file;
  }

  /** Returns whether the header's {@code dtype} is float32. */
  public boolean isFloat32() {
    String type = required(header(), "dtype").asText();
    return switch (type) {
      case "float32" -> true;
      case "float64" -> false;
      default ->
          throw new IllegalArgumentException(
              path + ": dtype is " + type + ", allowed: float32 or float64");
    };
  }

  /**
   * Returns the header's tolerance {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tolerance tolerance(String name) {
    return Tolerance.of(required(required(header(), "tolerance"), name));
  }

  /**
   * Returns field {@code name} of {@code node}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static JsonNode required(JsonNode node, String name) {
    JsonNode field = node.get(name);
    if (field == null) {
      throw new IllegalArgumentException("no field " + name + " in " + abbreviated(node));
    }
    return field;
  }

  /**
   * Returns a number, which may be one of the strings {@code "Infinity"}, {@code "-Infinity"} and
   * {@code "NaN"}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default -> throw new IllegalArgumentException("not a number: " + abbreviated(node));
    };
  }

  /** Returns an array of numbers. */
  public static double[] vector(JsonNode node) {
    requireArray(node);
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(node.get(i));
    }
    return numbers;
  }

  /** Returns an array of numbers, each rounded to float. */
  public static double[] floatVector(JsonNode node) {
    double[] numbers = vector(node);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) numbers[i];
    }
    return numbers;
  }

  /** Returns an array of arrays of numbers, row by row. */
  public static double[][] matrix(JsonNode node) {
    requireArray(node);
    double[][] rows = new double[node.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = vector(node.get(i));
    }
    return rows;
  }

  private static void requireArray(JsonNode node) {
    if (!node.isArray()) {
      throw new IllegalArgumentException("not an array: " + abbreviated(node));
    }
  }

  private static String abbreviated(JsonNode node) {
    String text = node.toString();
    int limit = 80;
    return text.length() <= limit ? text : text.substring(0, limit) + "…";
  }

  @Override
  public String toString() {
    return path;
  }
}
