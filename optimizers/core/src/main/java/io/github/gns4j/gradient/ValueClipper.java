package io.github.gns4j.gradient;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;

/**
 * Limits the elements of a gradient, in a copy: one pass on the host in the order of the elements,
 * and from and to the device where the gradient lives there. Entries that are no gradient pass as
 * they are. Not thread-safe.
 */
public final class ValueClipper {
  private final Kernels kernels;
  private final Segments segments;
  private final FlatArray clipped;
  private final HostArray host;
  private final GatheredGradient limited = new GatheredGradient();

  /**
   * Allocates the copy.
   *
   * @param parameters an array of the type and length of the parameters
   */
  public ValueClipper(Kernels kernels, FlatArray parameters, Segments segments) {
    this.kernels = kernels;
    this.segments = segments;
    this.clipped = kernels.allocate(parameters.type(), parameters.length());
    this.host =
        clipped instanceof HostArray array
            ? array
            : HostArray.allocate(parameters.type(), parameters.length());
  }

  /**
   * A gradient whose elements are limited.
   *
   * @param gradient the copy, with the sums from before
   * @param coefficient norm after over norm before, 1 if nothing was clipped
   */
  public record Clipped(GatheredGradient gradient, double coefficient) {}

  /**
   * Returns {@code gradient} with elements of at most {@code maxValue} in magnitude. One that is
   * not finite comes back as it is: its step is skipped. Reads the sums.
   */
  public Clipped clip(GatheredGradient gradient, double maxValue) {
    if (gradient.sums().nonFinite() > 0) {
      return new Clipped(gradient, 1);
    }
    HostArray source = onHost(gradient.array());
    double before = 0;
    double after = 0;
    for (int i = 0; i < segments.count(); i++) {
      Segment segment = segments.get(i);
      boolean limits = segment.isGradient();
      double scale = limits ? gradient.scale() : 1;
      double limit = limits ? maxValue : Double.POSITIVE_INFINITY;
      for (long at = segment.offset(); at < segment.offset() + segment.length(); at++) {
        double value = scale * source.get(at);
        double kept = Math.clamp(value, -limit, limit);
        host.set(at, kept);
        before += limits ? value * value : 0;
        after += limits ? kept * kept : 0;
      }
    }
    if (clipped.placement() != Placement.HOST) {
      kernels.copy(host, clipped);
    }
    limited.set(clipped, 1, gradient.sums(), gradient.norm());
    return new Clipped(limited, after < before ? Math.sqrt(after / before) : 1);
  }

  private HostArray onHost(FlatArray array) {
    if (array instanceof HostArray here) {
      return here;
    }
    HostArray copy = HostArray.allocate(array.type(), array.length());
    kernels.copy(array, copy);
    return copy;
  }
}
