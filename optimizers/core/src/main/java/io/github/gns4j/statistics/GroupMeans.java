package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.statistics.GroupNoise.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Forms the mean gradient of each data group (modality, domain, class, worker) from the
 * micro-batches of a step, for its {@link GroupNoise}. Each micro-batch holds samples of one group.
 *
 * <pre>{@code
 * groups.add("night", gradient, micro.samples());
 * ...
 * groups.noise().ifPresent(optimizer::groups);
 * groups.clear();
 * }</pre>
 *
 * <p>Cost: an array as long as the gradient for each group, one more pass over every gradient, and
 * {@code C(C + 1)/2} dot products a step for {@code C} groups. The sums that the optimizer's own
 * passes leave do not hold it: they compare each micro-batch with the mean of all before it, and
 * say nothing of its angle to those of one group.
 *
 * <p>Distances between groups come from dot products, and are off by about {@code 2⁻⁵²|ḡ|²}. Not
 * thread-safe, and not part of a saved state: a step that is taken up again between its
 * micro-batches goes without.
 */
public final class GroupMeans {
  private final Kernels kernels;
  private final Segments segments;
  private final Sums sums;
  private final List<Member> members = new ArrayList<>();

  /** One group, and its part of the step. */
  private record Member(String name, double share, FlatArray mean, MomentsAccumulator moments) {}

  /**
   * Allocates.
   *
   * @param kernels on whose memory the gradients are
   * @param type of the means: that of the parameters
   * @param segments layout of the gradients; the kernels leave running statistics in it out of all
   *     sums
   * @param shares {@code p_c} of each group among the data, in [0, 1], which add up to 1; in this
   *     order the groups are told
   */
  public GroupMeans(
      Kernels kernels, ElementType type, Segments segments, Map<String, Double> shares) {
    this.kernels = Objects.requireNonNull(kernels, "kernels");
    this.segments = Objects.requireNonNull(segments, "segments");
    GroupNoise.requireShares(shares.values());
    this.sums = kernels.newSums(segments);
    shares.forEach(
        (name, share) ->
            members.add(
                new Member(
                    name,
                    share,
                    kernels.allocate(type, segments.length()),
                    new MomentsAccumulator(segments.count()))));
  }

  /**
   * Takes in the mean gradient of a micro-batch: see {@link #add(String, FlatArray, long, double)}.
   */
  public void add(String group, FlatArray gradient, long samples) {
    add(group, gradient, samples, 1);
  }

  /**
   * Takes in the gradient of a micro-batch.
   *
   * @param group whose samples it holds, one of those that have a share
   * @param gradient any element type of gradients; not changed
   * @param samples of the micro-batch, at least 1
   * @param scale turns the array into the mean gradient of its samples: 1/loss scale; finite and
   *     not 0
   */
  public void add(String group, FlatArray gradient, long samples, double scale) {
    Member member = member(group);
    Arguments.atLeast("samples", samples, 1);
    Accumulation how = new Accumulation(scale, member.moments.samples(), samples);
    kernels.accumulate(member.mean, gradient, segments, how, null, sums);
    member.moments.addMicroBatch(sums, samples);
  }

  private Member member(String group) {
    for (Member member : members) {
      if (member.name.equals(group)) {
        return member;
      }
    }
    throw new IllegalArgumentException(
        "group is " + group + ", allowed: " + members.stream().map(Member::name).toList());
  }

  /**
   * Returns the noise of the groups as the micro-batches since {@link #clear} show it, Euclidean;
   * empty unless there are two or more of every group and all are finite.
   */
  public Optional<GroupNoise> noise() {
    for (Member member : members) {
      if (member.moments.groups() < 2 || member.moments.nonFinite() > 0) {
        return Optional.empty();
      }
    }
    double[] distances = distances();
    List<Observation> seen = new ArrayList<>();
    for (int c = 0; c < distances.length; c++) {
      Member member = members.get(c);
      GradientMoments moments = member.moments.total(Metric.EUCLIDEAN);
      seen.add(new Observation(member.name, member.share, moments, distances[c]));
    }
    return Optional.of(GroupNoise.observed(seen));
  }

  /** {@code |ḡ_c − Σ p_d ḡ_d|² = ḡ_c·ḡ_c − 2 Σ p_d ḡ_c·ḡ_d + Σ p_d p_e ḡ_d·ḡ_e}. */
  private double[] distances() {
    int count = members.size();
    double[][] dots = new double[count][count];
    double[] toCommon = new double[count];
    double common = 0;
    for (int c = 0; c < count; c++) {
      for (int d = 0; d <= c; d++) {
        dots[c][d] = dot(members.get(c).mean, members.get(d).mean);
        dots[d][c] = dots[c][d];
      }
    }
    for (int c = 0; c < count; c++) {
      for (int d = 0; d < count; d++) {
        toCommon[c] += members.get(d).share * dots[c][d];
      }
      common += members.get(c).share * toCommon[c];
    }
    double commonSquared = common;
    double[] distances = new double[count];
    Arrays.setAll(distances, c -> dots[c][c] - 2 * toCommon[c] + commonSquared);
    return distances;
  }

  private double dot(FlatArray a, FlatArray b) {
    kernels.dot(a, b, sums);
    return sums.total(Sum.DOT);
  }

  /** Forgets: the next step begins. */
  public void clear() {
    members.forEach(member -> member.moments.clear());
  }
}
