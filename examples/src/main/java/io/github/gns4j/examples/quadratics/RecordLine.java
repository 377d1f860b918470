package io.github.gns4j.examples.quadratics;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Records of numbers and enum constants as lines of cells between commas. */
final class RecordLine {
  private RecordLine() {}

  /**
   * Reads a record, a cell for each component in order.
   *
   * @param type a record of this package
   * @throws IllegalArgumentException if the line has other cells
   */
  static <R extends Record> R parse(Class<R> type, String line) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> cells = List.of(line.split(",", -1));
    if (cells.size() != components.length) {
      throw new IllegalArgumentException(
          line + " has " + cells.size() + " cells, allowed: " + components.length);
    }
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parsed(components[i].getType(), cells.get(i));
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " cannot be made of " + line, e);
    }
  }

  private static Object parsed(Class<?> type, String cell) {
    if (type == double.class) {
      return Double.valueOf(cell);
    }
    if (type == int.class) {
      return Integer.valueOf(cell);
    }
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(cell)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(cell + " is no " + type.getSimpleName());
  }
}
