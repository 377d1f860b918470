package io.github.gns4j.planted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles a source file with a defect in it, in memory, and runs checks against it: a class loader
 * of its own defines the packages under test, checks and production code alike, so that the checks
 * meet the defect while everything around stays as it is.
 */
public final class Mutants {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private final List<String> packages;
  private final NamedTest checks;

  /**
   * Prepares checks.
   *
   * @param packages packages that the loader defines itself
   * @param checks name of a {@link Runnable} in one of them that throws AssertionError
   */
  public Mutants(List<String> packages, String checks) {
    this(packages, NamedTest.of(checks, "run"));
  }

  /** Prepares a single test of a class in one of {@code packages}. */
  public Mutants(List<String> packages, NamedTest test) {
    this.packages = List.copyOf(packages);
    this.checks = test;
  }

  /** Runs the checks against the code as it is. */
  public void checkUnchanged() {
    run(Map.of());
  }

  /** Returns what the checks say of the defect; empty if they do not notice it. */
  public Optional<Throwable> check(PlantedDefect defect) {
    Path file = Path.of(System.getProperty("basedir", ".")).resolve("src/main/java");
    try {
      String text = Files.readString(file.resolve(defect.source()));
      run(compile(defect.source(), defect.applyTo(text)));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Noticed noticed) {
      return Optional.of(noticed.getCause());
    }
  }

  private void run(Map<String, byte[]> changed) {
    try {
      checks.run(new Loader(changed));
    } catch (InvocationTargetException e) {
      throw new Noticed(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(checks.toString(), e);
    }
  }

  private static Map<String, byte[]> compile(String source, String text) {
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-nowarn",
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    boolean compiled =
        COMPILER
            .getTask(
                messages,
                new Memory(COMPILER.getStandardFileManager(null, null, null), classes),
                null,
                options,
                null,
                List.of(new Text(source, text)))
            .call();
    if (!compiled) {
      throw new IllegalStateException("a defect that does not compile: " + messages);
    }
    Map<String, byte[]> bytes = new HashMap<>();
    classes.forEach((name, stream) -> bytes.put(name, stream.toByteArray()));
    return bytes;
  }

  /** The checks failed. */
  private static final class Noticed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Noticed(Throwable cause) {
      super(cause);
    }
  }

  private final class Loader extends ClassLoader {
    private final Map<String, byte[]> changed;

    Loader(Map<String, byte[]> changed) {
      super(Mutants.class.getClassLoader());
      this.changed = changed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      String inPackage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      if (!packages.contains(inPackage)) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      byte[] bytes = changed.containsKey(name) ? changed.get(name) : original(name);
      return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String source, String text) {
      super(URI.create("string:///" + source), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    Memory(JavaFileManager manager, Map<String, ByteArrayOutputStream> classes) {
      super(manager);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      URI place = URI.create("memory:///" + StandardLocation.CLASS_OUTPUT + "/" + name);
      return new SimpleJavaFileObject(place, kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream stream = new ByteArrayOutputStream();
          classes.put(name, stream);
          return stream;
        }
      };
    }
  }
}
