package io.github.gns4j.planted;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * A test by its name: a method of a class, run on a new instance.
 *
 * @param type full name of the class
 * @param method name of the method, the only one of that name and number of arguments
 * @param arguments what a parameterized test is given
 */
public record NamedTest(String type, String method, List<Object> arguments) {
  /** Names a test. */
  public static NamedTest of(String type, String method, Object... arguments) {
    return new NamedTest(type, method, List.of(arguments));
  }

  /**
   * Runs it.
   *
   * @throws InvocationTargetException with what the test throws
   */
  void run(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> found = loader.loadClass(type);
    Method test =
        Arrays.stream(found.getDeclaredMethods())
            .filter(each -> each.getName().equals(method))
            .filter(each -> each.getParameterCount() == arguments.size())
            .findFirst()
            .orElseThrow(() -> new NoSuchMethodException(toString()));
    var make = found.getDeclaredConstructor();
    make.setAccessible(true);
    test.setAccessible(true);
    test.invoke(make.newInstance(), arguments.toArray());
  }

  @Override
  public String toString() {
    return type.substring(type.lastIndexOf('.') + 1)
        + '.'
        + method
        + (arguments.isEmpty() ? "" : arguments.toString());
  }
}
