package io.github.gns4j.report;

import java.util.Objects;

/**
 * One data group (class, domain, worker, modality) and its part of the noise: {@code tr Σ = Σ_c p_c
 * (tr Σ_c + |G_c − G|²)}. The parts of all groups, within and between together, sum to 1.
 *
 * @param name of the group
 * @param samplingShare {@code p_c}, share of the samples, in [0, 1]
 * @param within {@code p_c tr Σ_c / tr Σ}: noise inside the group
 * @param between {@code p_c |G_c − G|² / tr Σ}: noise because the group pulls elsewhere
 */
public record GroupReport(String name, double samplingShare, double within, double between) {
  /** Requires a name. */
  public GroupReport {
    Objects.requireNonNull(name, "name");
  }
}
