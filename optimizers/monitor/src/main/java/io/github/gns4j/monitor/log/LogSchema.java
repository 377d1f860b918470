package io.github.gns4j.monitor.log;

/**
 * The lines of a run log, schema version 1.
 *
 * <p>A log is UTF-8 text, one JSON object a line, each with a {@code type}. Readers ignore types
 * and fields they do not know; a change that a reader of this version would misread raises {@link
 * #VERSION}. A number that is not finite is written as the string {@code "NaN"}, {@code "Infinity"}
 * or {@code "-Infinity"}; a number that is not known is left out. Times are seconds since the run
 * began, gradient norms are those of the unscaled mean gradient, noise scales are in samples.
 *
 * <table>
 * <caption>Lines</caption>
 * <tr><th>type</th><th>fields</th></tr>
 * <tr><td>run</td><td>{@code schema}, {@code name}, {@code started} (ISO 8601), {@code part} (from
 * 1), {@code settings} (strings by name). First line of every part.</td></tr>
 * <tr><td>step</td><td>{@code time}, {@code step} (from 1), {@code samples} (all so far), {@code
 * batch}, {@code loss}, {@code rate}; with a noise-aware optimizer also {@code accumulation}, {@code
 * gain}, {@code clock}, {@code gradient} ({@code norm}, {@code clip}, {@code nonFinite}, {@code
 * lossScale}), {@code noise} and {@code euclidean} (below), {@code timing} ({@code data}, {@code
 * backprop}, {@code reduce}, {@code step}, {@code total}; seconds), {@code segments} ({@code name},
 * {@code noise}: Euclidean, {@code own}: in the optimizer's metric, {@code share} of the Euclidean
 * tr Σ, {@code trust}) and {@code groups} ({@code name}, {@code
 * samples}: share of the samples, {@code within}, {@code between}: shares of tr Σ), the last two on
 * some steps only.</td></tr>
 * <tr><td>decision</td><td>{@code time}, {@code step}, {@code kind} (batch, hold, skip), {@code
 * from}, {@code to} (batch sizes), {@code gain} (predicted), {@code reason}</td></tr>
 * <tr><td>metric</td><td>{@code time}, {@code step}, {@code samples}, {@code name}, {@code
 * value}</td></tr>
 * <tr><td>audit</td><td>{@code time}, {@code step}, {@code predicted}, {@code realised}, {@code
 * kept}, {@code reason}</td></tr>
 * <tr><td>dropped</td><td>{@code time}, {@code count}: events that did not fit into the
 * queue</td></tr>
 * <tr><td>end</td><td>{@code time}, {@code steps} written, {@code dropped} in all. Missing if the
 * run was killed.</td></tr>
 * </table>
 *
 * <p>A noise estimate has a {@code state}: {@code resolved} ({@code trace} tr Σ, {@code signal}
 * |G|², {@code scale}, {@code low}, {@code high}, {@code observations}, {@code kind}: per-sample,
 * micro-batch, temporal), {@code unresolved} (the same without {@code scale} and {@code high}),
 * {@code non-finite} ({@code count}, {@code consecutive}) or {@code not-ready} ({@code reason}).
 *
 * <p>A run is one file {@code NAME.jsonl} and, once that is full, {@code NAME.2.jsonl}, {@code
 * NAME.3.jsonl} and so on. The last line of a file whose writer was killed may be torn.
 */
public final class LogSchema {
  /** Version of the schema. */
  public static final int VERSION = 1;

  /** How the names of run logs end. */
  public static final String SUFFIX = ".jsonl";

  private LogSchema() {}
}
