package io.github.gns4j.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.testkit.GoldenFile;

/**
 * The settings of a trajectory in the names of the files, as the kernels' records.
 *
 * @param optimizer {@code Adam}, {@code AdamW}, {@code SGD} or {@code LAMB}
 * @param hyper the file's {@code hyper}
 */
public record GoldenHyper(String optimizer, JsonNode hyper) {
  /** Rejects what the kernels do not have. */
  public GoldenHyper {
    if (hyper.path("amsgrad").asBoolean(false)) {
      throw new IllegalArgumentException("amsgrad is true, which no kernel has");
    }
  }

  /** Returns whether the optimizer has no second moment. */
  public boolean isSgd() {
    return optimizer.equals("SGD");
  }

  /** Returns whether the optimizer is LAMB. */
  public boolean isLamb() {
    return optimizer.equals("LAMB");
  }

  /** Returns whether there is a momentum buffer or first moment. */
  public boolean hasFirst() {
    return !isSgd() || number("momentum") != 0;
  }

  /** Returns the norm above which the whole gradient is shortened; infinity for never. */
  public double maxGradientNorm() {
    JsonNode limit = hyper.get("max_grad_norm");
    return limit == null || limit.isNull() ? Double.POSITIVE_INFINITY : GoldenFile.number(limit);
  }

  /** Returns the weight decay. */
  public WeightDecay decay() {
    double rate = number("weight_decay");
    return switch (optimizer) {
      case "Adam", "SGD" -> new WeightDecay(rate, WeightDecay.Kind.COUPLED);
      case "AdamW", "LAMB" -> new WeightDecay(rate, WeightDecay.Kind.DECOUPLED);
      default -> throw new IllegalArgumentException("no kernel for optimizer " + optimizer);
    };
  }

  /** Returns the settings of step {@code step} (from 1). */
  public SgdHyper sgd(double learningRate, int step) {
    return new SgdHyper(
        learningRate,
        number("momentum"),
        number("dampening"),
        hyper.get("nesterov").asBoolean() ? SgdHyper.Form.NESTEROV : SgdHyper.Form.CLASSIC,
        decay(),
        step == 1);
  }

  /** Returns the settings of step {@code step} (from 1). */
  public AdamHyper adam(double learningRate, int step) {
    double beta1 = GoldenFile.number(hyper.get("betas").get(0));
    double beta2 = GoldenFile.number(hyper.get("betas").get(1));
    boolean corrects = hyper.path("bias_correction").asBoolean(true);
    return new AdamHyper(
        learningRate,
        beta1,
        beta2,
        number("eps"),
        decay(),
        corrects ? AdamHyper.biasCorrection(beta1, step) : 1,
        corrects ? AdamHyper.biasCorrection(beta2, step) : 1);
  }

  /** Returns the settings of step {@code step} (from 1). */
  public LambHyper lamb(double learningRate, int step) {
    boolean always = GoldenFile.required(hyper, "use_nvlamb").asBoolean();
    LambHyper.Scope scope = always ? LambHyper.Scope.ALWAYS : LambHyper.Scope.WITH_DECAY;
    return new LambHyper(adam(learningRate, step), 0, Double.POSITIVE_INFINITY, scope);
  }

  private double number(String name) {
    return GoldenFile.number(GoldenFile.required(hyper, name));
  }
}
