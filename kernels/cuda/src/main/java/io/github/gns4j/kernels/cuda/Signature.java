package io.github.gns4j.kernels.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a kernel as its PTX declares them. The driver takes whatever bytes it is given;
 * comparing each argument with the declaration turns an int passed for a long into an error here.
 *
 * @param kernel name of the entry
 * @param parameters in order
 */
record Signature(String kernel, List<Parameter> parameters) {
  /** {@code .u64}, {@code .u32} and {@code .f64} scalars, and structs passed by value. */
  enum Kind {
    U64,
    U32,
    F64,
    BYTES
  }

  /**
   * A parameter.
   *
   * @param kind what it is
   * @param bytes its size
   * @param offset its place in the buffer of arguments
   */
  record Parameter(Kind kind, int bytes, int offset) {}

  private static final Pattern ENTRY =
      Pattern.compile("\\.visible \\.entry (\\w+)\\(([^)]*)\\)", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("\\.param (?:\\.align (\\d+) \\.b8|\\.(u64|u32|f64)) \\w+(?:\\[(\\d+)])?");

  /** Returns the signatures of all entries of {@code ptx} by name. */
  static Map<String, Signature> parse(String ptx) {
    Map<String, Signature> all = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(ptx);
    while (entry.find()) {
      all.put(entry.group(1), new Signature(entry.group(1), parameters(entry.group(2))));
    }
    return all;
  }

  private static List<Parameter> parameters(String text) {
    List<Parameter> list = new ArrayList<>();
    int end = 0;
    for (String line : text.split(",", -1)) {
      Matcher matcher = PARAMETER.matcher(line.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("PTX parameter not understood: " + line.strip());
      }
      Parameter parameter = parameter(matcher, end);
      list.add(parameter);
      end = parameter.offset() + parameter.bytes();
    }
    return List.copyOf(list);
  }

  private static Parameter parameter(Matcher matcher, int end) {
    if (matcher.group(2) != null) {
      Kind kind = Kind.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
      int bytes = kind == Kind.U32 ? Integer.BYTES : Long.BYTES;
      return new Parameter(kind, bytes, align(end, bytes));
    }
    int alignment = Integer.parseInt(matcher.group(1));
    return new Parameter(Kind.BYTES, Integer.parseInt(matcher.group(3)), align(end, alignment));
  }

  private static int align(int offset, int alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }

  /** Returns the size of the buffer of arguments. */
  int bytes() {
    Parameter last = parameters.getLast();
    return last.offset() + last.bytes();
  }
}
