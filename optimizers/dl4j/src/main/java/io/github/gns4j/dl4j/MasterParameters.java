package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.HostArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The parameters that the optimizer changes. A FLOAT or DOUBLE network's own; for a network of type
 * HALF a FLOAT copy, which is rounded into the network after every step, so that updates smaller
 * than half a unit in the last place of a parameter are not lost (Micikevicius et al. 2018, arXiv
 * 1710.03740, §3.1). Not thread-safe.
 */
final class MasterParameters {
  private final NetworkAdapter network;
  private final INDArray master;
  private final boolean copied;
  private final HostArray array;
  private final long networkAddress;

  private MasterParameters(NetworkAdapter network, INDArray master, boolean copied) {
    this.network = network;
    this.master = master;
    this.copied = copied;
    this.array = NdArrays.parameters("parameters", master);
    this.networkAddress = networkAddress();
  }

  static MasterParameters of(NetworkAdapter network) {
    INDArray own = network.parameters();
    if (!isHalf(own)) {
      return new MasterParameters(network, own, false);
    }
    try (MemoryWorkspace _ = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return new MasterParameters(network, own.castTo(DataType.FLOAT), true);
    }
  }

  static boolean isHalf(INDArray parameters) {
    return parameters.dataType() == DataType.FLOAT16;
  }

  HostArray array() {
    return array;
  }

  /** Rounds the parameters into the network, if it has its own. */
  void toNetwork() {
    if (copied) {
      network.parameters().assign(master);
    }
  }

  /**
   * Requires the network to have the array that it had.
   *
   * @throws IllegalStateException if its parameters were moved
   */
  void requireUnmoved() {
    if (networkAddress() != networkAddress) {
      throw new IllegalStateException(
          "the network's parameters were moved to another array: build a trainer anew");
    }
  }

  /** Says how many parameters of which type there are. */
  String describe() {
    return array.length() + " parameters of " + network.parameters().dataType();
  }

  private long networkAddress() {
    return NdArrays.view("parameters", network.parameters()).address();
  }
}
