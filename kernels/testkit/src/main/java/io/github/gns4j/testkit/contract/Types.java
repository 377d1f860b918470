package io.github.gns4j.testkit.contract;

import static io.github.gns4j.kernels.ElementType.BFLOAT16;
import static io.github.gns4j.kernels.ElementType.FLOAT16;
import static io.github.gns4j.kernels.ElementType.FLOAT32;
import static io.github.gns4j.kernels.ElementType.FLOAT64;

import io.github.gns4j.kernels.ElementType;

/** The pairs of types that {@link io.github.gns4j.kernels.Kernels} allows. */
public enum Types {
  /** Everything in float. */
  FLOAT(FLOAT32, FLOAT32),
  /** Gradients in binary16. */
  FLOAT_FROM_HALF(FLOAT32, FLOAT16),
  /** Gradients in bfloat16. */
  FLOAT_FROM_BFLOAT16(FLOAT32, BFLOAT16),
  /** Everything in double. */
  DOUBLE(FLOAT64, FLOAT64),
  /** Float gradients, double state. */
  DOUBLE_FROM_FLOAT(FLOAT64, FLOAT32);

  private final ElementType state;
  private final ElementType gradient;

  Types(ElementType state, ElementType gradient) {
    this.state = state;
    this.gradient = gradient;
  }

  /** Returns the type of parameters and state. */
  public ElementType state() {
    return state;
  }

  /** Returns the type of gradients. */
  public ElementType gradient() {
    return gradient;
  }

  /** Returns whether an update fits into the gradient array. */
  public boolean allowsUpdate() {
    return state == gradient;
  }
}
