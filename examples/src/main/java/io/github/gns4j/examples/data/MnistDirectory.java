package io.github.gns4j.examples.data;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A directory with the four standard files of MNIST, plain or with {@code .gz} behind the name, or
 * with one of the two pairs only, which is then split.
 */
public final class MnistDirectory {
  /** Share of the images of a lonely pair that goes into training. */
  private static final double TRAIN_SHARE = 0.85;

  /** Where the files lie below the directory given; the last two are DL4J's habits. */
  private static final List<String> PLACES = List.of("", "data/MNIST", "MNIST");

  private final Path directory;

  private MnistDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Returns DL4J's own data directory: {@code ~/.deeplearning4j}, or what the system property
   * {@code org.deeplearning4j.resources.directory} names.
   */
  public static Path ofDl4j() {
    String home = System.getProperty("user.home");
    return Path.of(
        System.getProperty(
            "org.deeplearning4j.resources.directory", Path.of(home, ".deeplearning4j").toString()));
  }

  /**
   * Reads the images.
   *
   * @param directory with the files in it, or in its {@code data/MNIST} or {@code MNIST}
   * @param seed of the shuffle when one pair has to be split
   * @throws IdxFormatException if a file is foreign, cut off or damaged, or if the files do not
   *     belong together
   * @throws IOException if there are no such files or they cannot be read
   */
  public static DigitSplit read(Path directory, long seed) throws IOException {
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(directory.toString(), null, "there is no such directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new FileSystemException(directory.toString(), null, "is a file, not a directory");
    }
    for (String place : PLACES) {
      MnistDirectory candidate = new MnistDirectory(directory.resolve(place));
      Optional<Digits> train = candidate.pair("train");
      Optional<Digits> test = candidate.pair("t10k");
      if (train.isPresent() && test.isPresent()) {
        return new DigitSplit(candidate.directory.toString(), train.get(), test.get());
      }
      if (train.isPresent() || test.isPresent()) {
        return candidate.split(train.orElseGet(test::orElseThrow), seed);
      }
    }
    throw new NoSuchFileException(
        directory.toString(),
        null,
        "no t10k-images-idx3-ubyte[.gz], t10k-labels-idx1-ubyte[.gz] or their train- pair in it");
  }

  /** Returns the images of one pair of files, nothing if neither file is there. */
  private Optional<Digits> pair(String name) throws IOException {
    Optional<Path> images = file(name + "-images", "idx3-ubyte");
    Optional<Path> labels = file(name + "-labels", "idx1-ubyte");
    if (images.isEmpty() && labels.isEmpty()) {
      return Optional.empty();
    }
    if (images.isEmpty() || labels.isEmpty()) {
      throw new NoSuchFileException(
          directory.toString(),
          null,
          "found "
              + images.or(() -> labels).orElseThrow().getFileName()
              + " without "
              + name
              + (images.isEmpty() ? "-images-idx3-ubyte" : "-labels-idx1-ubyte"));
    }
    return Optional.of(IdxFiles.read(images.get(), labels.get()));
  }

  /** Looks for both spellings in use: {@code train-images-idx3-ubyte} and {@code .idx3-ubyte}. */
  private Optional<Path> file(String stem, String type) {
    return Arrays.stream(new String[] {"-" + type, "." + type, "-" + type + ".gz"})
        .map(suffix -> directory.resolve(stem + suffix))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private DigitSplit split(Digits all, long seed) {
    int[] order = Digits.permutation(all.size(), new SplittableRandom(seed));
    int train = (int) Math.round(TRAIN_SHARE * all.size());
    return new DigitSplit(
        directory + ", its one pair split " + train + " : " + (all.size() - train),
        all.select(Arrays.copyOf(order, train)),
        all.select(Arrays.copyOfRange(order, train, order.length)));
  }
}
