package io.github.gns4j.monitor.cli;

import io.github.gns4j.monitor.view.Target;
import picocli.CommandLine;

/** Reads a target from the command line. */
final class TargetConverter implements CommandLine.ITypeConverter<Target> {
  @Override
  public Target convert(String text) {
    try {
      return Target.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }
}
