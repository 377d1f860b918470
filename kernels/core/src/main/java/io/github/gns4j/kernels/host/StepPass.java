package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.WeightDecay;

/**
 * What the passes of SGD, Adam and LAMB have in common: where the arrays are, and coupled decay.
 */
abstract class StepPass extends ChunkPass {
  private final GradientSource gradient = new GradientSource();
  private BlockLoops loops;
  private long parameterAddress;
  private long firstAddress;
  private long secondAddress;
  private long outputAddress;
  private int bytes;

  /** Factor of the gradient array, and rate of coupled decay, 0 for none. */
  private double coefficient;

  private double coupled;

  /**
   * Takes arrays, and what happens to the gradient before the loops see it.
   *
   * @param factor of the gradient array
   */
  final void set(BlockLoops ofState, StepArrays arrays, double factor, WeightDecay decay) {
    loops = ofState;
    gradient.set(ofState, arrays.gradient());
    bytes = ofState.type().bytes();
    parameterAddress = address(arrays.parameters());
    firstAddress = address(arrays.first());
    secondAddress = address(arrays.second());
    outputAddress = arrays.output() == StepArrays.Output.UPDATE ? arrays.gradient().address() : 0;
    coefficient = factor;
    boolean couples = decay.isActive() && decay.kind() == WeightDecay.Kind.COUPLED;
    coupled = couples ? decay.rate() : 0;
    boolean asItIs = coupled == 0 && coefficient == 1;
    takeAtATime(asItIs ? gradient.blockSize(reduces()) : Block.SIZE);
    boolean alone = asItIs && !gradient.converts() && (outputAddress == 0 || !decay.isActive());
    callsApart(alone && stepsApart());
    keep(arrays.parameters(), arrays.gradient(), arrays.first(), arrays.second());
  }

  final BlockLoops loops() {
    return loops;
  }

  @Override
  final void gradient(Block block, long at, int segment) {
    locate(block, at);
    block.gradient = gradient.block(block, at);
    if (coupled != 0) {
      loops.coupleDecay(block, coefficient, coupled);
      block.gradient = block.prepared();
    } else if (coefficient != 1) {
      loops.scale(block.gradient, block.prepared(), coefficient, block.length);
      block.gradient = block.prepared();
    }
    step(block, segment);
  }

  @Override
  final void statistics(Block block, long at) {
    if (outputAddress == 0) {
      locate(block, at);
      loops.addScaled(block.parameters, gradient.block(block, at), -1, block.length);
    }
  }

  /** Returns whether {@link #step} calls loops over vectors only through {@link Apart}. */
  abstract boolean stepsApart();

  /** Takes the step on a block of gradient entries. */
  abstract void step(Block block, int segment);

  /** Adds decoupled decay to an update, which the loops leave out. */
  final void decayUpdate(Block block, double decay) {
    if (block.output != 0 && decay != 0) {
      loops.addScaled(block.output, block.parameters, decay, block.length);
    }
  }

  final void locate(Block block, long at) {
    block.parameters = element(parameterAddress, at);
    block.first = element(firstAddress, at);
    block.second = element(secondAddress, at);
    block.output = element(outputAddress, at);
  }

  private long element(long address, long at) {
    return address == 0 ? 0 : address + at * bytes;
  }

  private static long address(FlatArray array) {
    return array == null ? 0 : array.address();
  }
}
