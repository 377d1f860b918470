package io.github.gns4j.gpucheck;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.cuda.CudaBackend;
import io.github.gns4j.kernels.cuda.CudaOptions;
import io.github.gns4j.testkit.contract.ContractRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Checks and times the CUDA kernels on the GPU of this machine, and writes what it found as JSON.
 */
@Command(
    name = "gpu-check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = "Checks and times the CUDA kernels of GNS4J on the GPU of this machine.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all checks passed", "1:a check failed", "2:no GPU that can be used"})
public final class GpuCheck implements Callable<Integer> {
  private static final int NO_GPU = 2;

  @Option(names = "--output", description = "File of the results.")
  private Path output = Path.of("gpu-check.json");

  @Option(
      names = "--sections",
      split = ",",
      description = "What to run: ${COMPLETION-CANDIDATES}; all by default.")
  private Set<Section> sections = new TreeSet<>(Set.of(Section.values()));

  @Option(names = "--stride", description = "Runs every so-many-th case of the contracts only.")
  private int stride = 1;

  @Option(names = "--sanitizer-stride", description = "As --stride, for compute-sanitizer.")
  private int sanitizerStride = 100;

  @Option(
      names = "--sizes",
      split = ",",
      description = "Elements of the arrays that are timed, in full or as 1e6.")
  private List<Double> sizes = List.of(1e6, 1e8, 1e9);

  @Option(names = "--repeats", description = "Timed launches, of which the median counts.")
  private int repeats = 50;

  @Option(names = "--bits", description = "Fingerprints of the emulation, from --write-bits.")
  private Path bits = Path.of("bits.txt");

  @Option(
      names = "--write-bits",
      description = "Writes the fingerprints of this device to a file, and does nothing else.")
  private Path writeBits;

  @Option(names = "--page", description = "Also writes the results as a page in Markdown.")
  private Path page;

  @Option(
      names = "--read",
      description = "Reads the results of an earlier run for --page, and runs nothing.")
  private Path read;

  private final Map<String, Object> report = new LinkedHashMap<>();
  private boolean passed = true;

  /** Runs, and ends the JVM with the exit code. */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new GpuCheck());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--stride", stride);
    requirePositive("--sanitizer-stride", sanitizerStride);
    requirePositive("--repeats", repeats);
    if (read != null && page == null) {
      throw new IllegalArgumentException("--read is of use with --page only");
    }
    if (read != null) {
      writePage(read);
      return 0;
    }
    Kernels kernels;
    try {
      kernels = Kernels.of(CudaBackend.open(CudaOptions.defaults()));
    } catch (BackendUnavailableException e) {
      System.err.println("no GPU that can be used: " + e.getMessage());
      report.put("unavailable", e.getMessage());
      write();
      return NO_GPU;
    }
    try (kernels) {
      if (writeBits != null) {
        new Fingerprints(new ContractRun(kernels).cases(), stride).write(kernels, writeBits);
        return 0;
      }
      report.put("machine", Machine.describe(kernels));
      check(kernels);
    }
    if (sections.contains(Section.SANITIZER)) {
      add("sanitizer", new ComputeSanitizer(sanitizerStride).run());
    }
    time();
    report.put("passed", passed);
    write();
    System.out.println((passed ? "passed" : "FAILED") + "; results in " + output);
    return passed ? 0 : 1;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: at least 1");
    }
  }

  private void check(Kernels kernels) throws IOException {
    if (sections.contains(Section.SYMBOLS)) {
      add("symbols", DriverSymbols.check());
    }
    ContractRun run = new ContractRun(kernels);
    if (sections.contains(Section.CONTRACTS)) {
      add("contracts", Contracts.check(run, stride));
    }
    if (sections.contains(Section.BITS)) {
      add("bits", new Fingerprints(run.cases(), stride).compare(kernels, bits));
    }
  }

  private void time() throws IOException {
    long[] elements = sizes.stream().mapToLong(Double::longValue).toArray();
    if (sections.contains(Section.TIMINGS)) {
      report.put("timings", Timings.run(elements, repeats));
    }
    if (sections.contains(Section.TORCH)) {
      report.put("torch", Torch.run(elements, repeats));
    }
  }

  /** Adds a section that can fail. */
  private void add(String name, Outcome outcome) {
    report.put(name, outcome.details());
    passed &= outcome.passed();
    System.out.println(name + ": " + (outcome.passed() ? "ok" : "FAILED"));
  }

  private void write() throws IOException {
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(output.toFile(), report);
    if (page != null) {
      writePage(output);
    }
  }

  private void writePage(Path results) throws IOException {
    Files.writeString(page, ResultsPage.of(new ObjectMapper().readTree(results.toFile())));
  }
}
