package io.github.gns4j.examples.study;

import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.MnistDirectory;
import io.github.gns4j.kernels.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the study. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Measures the time to a target of DL4J's Adam over a grid of learning rate and batch size, of"
          + " noise-aware optimizers from many starts, and of learning-rate-free peers.",
      "Time is modelled: a step costs the lower quartile of steps of its batch, measured at the"
          + " beginning,"
          + " so that a busy machine does not decide.",
      ""
    },
    footer = {
      "",
      "Files in the output directory:",
      "  results.csv             one line a cell, appended when it is done",
      "  costs-TASK.csv          measured seconds of steps",
      "  noise-TASK.csv          noise scale of plain SGD over training",
      "A run that was ended goes on where it was; several processes may share a directory.",
      "Exit code: 0 done, 1 failed, 2 wrong arguments, 130 ended by Ctrl-C."
    })
public final class StudyCommand implements Callable<Integer> {
  private static final List<Integer> BATCHES = List.of(8, 32, 128, 512, 2048, 4096);
  private static final List<Integer> FEW_BATCHES = List.of(16, 64);
  private static final double QUICK_LIMIT = 0.5;
  private static final double EPOCHS = 20;
  private static final int TRAIN = 10_000;
  private static final int TEST = 2_000;
  private static final int QUICK_TRAIN = 400;
  private static final int QUICK_TEST = 100;

  /** What the networks reach in a few seconds at good settings, and not by luck. */
  private static final double ACCURACY = 0.95;

  private static final double QUICK_ACCURACY = 0.6;
  private static final double NATS = 2.2;
  private static final double QUICK_NATS = 3.4;

  /** Networks and data of the study. */
  enum TaskKind {
    DENSE,
    CONVOLUTIONAL,
    RECURRENT
  }

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Directory with MNIST's IDX files, plain or .gz; one pair alone is split into train and"
            + " test.",
        "Default: digits drawn by a program"
      })
  private Path data;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "Text for the recurrent task, such as tiny Shakespeare.")
  private Path text;

  @Option(
      names = "--task",
      description = {
        "Only this task, any number of times: ${COMPLETION-CANDIDATES}.",
        "Default: all"
      })
  private List<TaskKind> kinds;

  @Option(
      names = "--arm",
      paramLabel = "NAME",
      description = {"Only this arm, any number of times.", "Default: all"})
  private List<String> armNames;

  @Option(names = "--quick", description = "Few cells and loose targets, for a look.")
  private boolean quick;

  @Option(
      names = "--costs-only",
      description = "Only measures what steps cost: for a moment when the machine is idle.")
  private boolean costsOnly;

  @Option(names = "--pages-only", description = "Only writes the pages of what is done.")
  private boolean pagesOnly;

  @Option(
      names = "--limit",
      description = "Modelled seconds of a cell while none has reached the target.")
  private double limit = 30;

  @Option(names = "--seed", description = "Seed of weights and of the order of samples.")
  private long seed = 1;

  @Option(names = "--out", paramLabel = "DIR", description = "Directory to write to.")
  private Path directory = Path.of("runs", "study");

  @Option(
      names = "--page",
      paramLabel = "DIR",
      description = "Then writes pages, tables and charts of what is done to this directory.")
  private Path pages;

  @Option(
      names = "--seeds",
      paramLabel = "DIR",
      description = {
        "Output directory of the study with another seed, any number of times: the pages then have"
            + " one that compares with the setting that is best on average over all seeds."
      })
  private List<Path> seeds = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    checkArguments();
    if (!pagesOnly) {
      run();
    }
    if (pages != null) {
      Files.createDirectories(pages);
      StudyData found = StudyData.read(directory);
      new RealDataPage(found).write(pages);
      new MnistPage(found).write(pages);
      if (!seeds.isEmpty()) {
        new SeedsPage(found, others()).write(pages);
      }
      spec.commandLine().getOut().printf("Pages: %s%n", pages);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private List<StudyData> others() throws IOException {
    List<StudyData> others = new ArrayList<>();
    for (Path other : seeds) {
      others.add(StudyData.read(other));
    }
    return others;
  }

  private void run() throws IOException {
    List<Arm> arms = arms();
    List<Task> tasks = tasks();
    Files.createDirectories(directory);
    Study study =
        new Study(
            directory,
            new Study.Settings(
                quick ? FEW_BATCHES : BATCHES, quick, quick ? QUICK_LIMIT : limit, seed),
            spec.commandLine().getOut());
    study.note(tasks, arms);
    for (Task task : tasks) {
      study.measure(task);
    }
    if (costsOnly) {
      return;
    }
    for (Task task : tasks) {
      study.run(task, arms);
    }
    for (Task task : tasks) {
      if (task instanceof DigitsTask) {
        study.noise(task, quick ? 1 : EPOCHS);
      }
    }
  }

  /** Checks all before anything is read or written. */
  private void checkArguments() {
    try {
      Arguments.positive("limit", limit);
      if (pagesOnly && pages == null) {
        throw new IllegalArgumentException("pages-only is set, allowed: only with --page");
      }
      if (!seeds.isEmpty() && pages == null) {
        throw new IllegalArgumentException("seeds are given, allowed: only with --page");
      }
      if (text == null && kinds != null && kinds.contains(TaskKind.RECURRENT)) {
        throw new IllegalArgumentException("task is recurrent, allowed: only with --text");
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<Arm> arms() {
    List<Arm> all = quick ? Arms.few() : Arms.all();
    List<String> names = all.stream().map(Arm::name).toList();
    if (armNames != null && !names.containsAll(armNames)) {
      throw new ParameterException(
          spec.commandLine(), "arm is " + armNames + ", allowed: " + String.join(", ", names));
    }
    return all.stream().filter(arm -> armNames == null || armNames.contains(arm.name())).toList();
  }

  private List<Task> tasks() throws IOException {
    List<Task> tasks = new ArrayList<>();
    DigitSplit digits =
        isWanted(TaskKind.DENSE) || isWanted(TaskKind.CONVOLUTIONAL) ? digits() : null;
    double accuracy = quick ? QUICK_ACCURACY : ACCURACY;
    if (isWanted(TaskKind.DENSE)) {
      tasks.add(DigitsTask.dense(digits, accuracy));
    }
    if (isWanted(TaskKind.CONVOLUTIONAL)) {
      tasks.add(DigitsTask.convolutional(digits, accuracy));
    }
    if (isWanted(TaskKind.RECURRENT)) {
      tasks.add(new CharacterTask(Files.readString(text), quick ? QUICK_NATS : NATS));
    }
    return tasks;
  }

  private boolean isWanted(TaskKind kind) {
    return kinds == null ? kind != TaskKind.RECURRENT || text != null : kinds.contains(kind);
  }

  private DigitSplit digits() throws IOException {
    return data == null
        ? DigitStrokes.split(quick ? QUICK_TRAIN : TRAIN, quick ? QUICK_TEST : TEST, seed)
        : MnistDirectory.read(data, seed);
  }
}
