package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.statistics.GroupNoise.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The noise of data groups, formed from the micro-batches of a step. */
class GroupMeansTest {
  private static final int LENGTH = 40;

  /** Sixteen entries in the middle are running statistics. */
  private static final Segments SEGMENTS =
      Segments.of(
          List.of(
              new Segment("w", 0, 20, Segment.Kind.GRADIENT),
              new Segment("mean", 20, 16, Segment.Kind.STATISTICS),
              new Segment("b", 36, 4, Segment.Kind.GRADIENT)));

  private static final String[] NAMES = {"day", "dusk", "night"};
  private static final double[] SHARES = {0.5, 0.2, 0.3};

  /** Which group each micro-batch is of, in no order, and how many samples it has. */
  private static final int[] GROUPS = {1, 0, 2, 0, 1, 1, 2, 0};

  private static final int[] SAMPLES = {3, 8, 5, 8, 4, 1, 6, 2};
  private static final double SCALE = 0.125;

  private static GroupMeans make() {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int c = 0; c < NAMES.length; c++) {
      shares.put(NAMES[c], SHARES[c]);
    }
    return new GroupMeans(Kernels.select(), ElementType.FLOAT64, SEGMENTS, shares);
  }

  private static double[][] gradients() {
    SplittableRandom random = new SplittableRandom(9);
    double[][] gradients = new double[GROUPS.length][LENGTH];
    for (int j = 0; j < GROUPS.length; j++) {
      double pull = 3 * GROUPS[j];
      Arrays.setAll(gradients[j], i -> pull * Math.cos(i) + random.nextGaussian());
    }
    return gradients;
  }

  private static void add(GroupMeans means, double[][] gradients, int micro) {
    double[] scaled = Arrays.stream(gradients[micro]).map(g -> g / SCALE).toArray();
    means.add(NAMES[GROUPS[micro]], HostArray.copyOf(scaled), SAMPLES[micro], SCALE);
  }

  private static void addAll(GroupMeans means) {
    for (int j = 0; j < GROUPS.length; j++) {
      add(means, gradients(), j);
    }
  }

  /** The definition, in double precision, over the entries that are gradients. */
  private static GroupNoise direct() {
    double[][] gradients = gradients();
    double[][] means = new double[NAMES.length][LENGTH];
    int[] samples = new int[NAMES.length];
    for (int j = 0; j < GROUPS.length; j++) {
      samples[GROUPS[j]] += SAMPLES[j];
    }
    double[] common = new double[LENGTH];
    for (int j = 0; j < GROUPS.length; j++) {
      int c = GROUPS[j];
      for (int i = 0; i < LENGTH; i++) {
        double part = SAMPLES[j] * gradients[j][i] / samples[c];
        means[c][i] += part;
        common[i] += SHARES[c] * part;
      }
    }
    List<GroupNoise.Observation> seen = new ArrayList<>();
    for (int c = 0; c < NAMES.length; c++) {
      int parts = 0;
      double deviation = 0;
      for (int j = 0; j < GROUPS.length; j++) {
        if (GROUPS[j] == c) {
          parts++;
          deviation += SAMPLES[j] * distance(gradients[j], means[c]);
        }
      }
      double squared = distance(means[c], new double[LENGTH]);
      GradientMoments moments =
          new GradientMoments(
              parts, samples[c], deviation + samples[c] * squared, squared, deviation);
      double distance = distance(means[c], common);
      seen.add(new GroupNoise.Observation(NAMES[c], SHARES[c], moments, distance));
    }
    return GroupNoise.observed(seen);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += i < 20 || i >= 36 ? (a[i] - b[i]) * (a[i] - b[i]) : 0;
    }
    return sum;
  }

  @Test
  void isWhatTheDefinitionSays() {
    GroupMeans means = make();
    addAll(means);
    List<Group> told = means.noise().orElseThrow().groups();
    List<Group> expected = direct().groups();
    assertThat(told).extracting(Group::name).containsExactly(NAMES);
    for (int c = 0; c < NAMES.length; c++) {
      Group group = expected.get(c);
      assertThat(told.get(c).share()).isEqualTo(SHARES[c]);
      assertThat(told.get(c).traceSigma() / group.traceSigma()).isCloseTo(1, within(1e-12));
      assertThat(told.get(c).distanceSquared() / group.distanceSquared())
          .isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void eachStepStandsAlone() {
    GroupMeans means = make();
    addAll(means);
    List<Group> first = means.noise().orElseThrow().groups();
    means.clear();
    assertThat(means.noise()).isEmpty();
    addAll(means);
    assertThat(means.noise().orElseThrow().groups()).isEqualTo(first);
  }

  @Test
  void sayNothingUntilEveryGroupHasTwoPartsThatAreFinite() {
    GroupMeans means = make();
    double[][] gradients = gradients();
    for (int j : new int[] {0, 1, 2, 3, 4}) {
      add(means, gradients, j);
      assertThat(means.noise()).isEmpty();
    }
    add(means, gradients, 6);
    assertThat(means.noise()).isPresent();
    gradients[7][3] = Double.NaN;
    add(means, gradients, 7);
    assertThat(means.noise()).isEmpty();
  }

  @Test
  void badArgumentsAreNamedAndChangeNothing() {
    GroupMeans means = make();
    addAll(means);
    List<Group> before = means.noise().orElseThrow().groups();
    HostArray gradient = HostArray.copyOf(gradients()[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> means.add("noon", gradient, 1))
        .withMessage("group is noon, allowed: [day, dusk, night]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> means.add("day", gradient, 0))
        .withMessageContaining("samples is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> means.add("day", gradient, 1, 0))
        .withMessageContaining("scale is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> means.add("day", null, 1))
        .withMessageContaining("gradient is null");
    assertThat(means.noise().orElseThrow().groups()).isEqualTo(before);
    Kernels kernels = Kernels.select();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new GroupMeans(kernels, ElementType.FLOAT64, SEGMENTS, Map.of("day", 0.5)))
        .withMessage("shares add up to 0.5, allowed: 1");
  }
}
