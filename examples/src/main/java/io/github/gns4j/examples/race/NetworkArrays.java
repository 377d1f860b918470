package io.github.gns4j.examples.race;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The flat arrays of a network as the optimizers see them, without a copy. */
final class NetworkArrays {
  private NetworkArrays() {}

  /** Returns the memory of a dense float array; valid as long as {@code array} is in use. */
  static HostArray view(INDArray array) {
    long first = array.data().address() + array.offset() * Float.BYTES;
    MemorySegment memory = MemorySegment.ofAddress(first).reinterpret(array.length() * Float.BYTES);
    return HostArray.wrap(ElementType.FLOAT32, memory);
  }

  /** Returns where the weights and biases of each layer lie in the flat parameters. */
  static Segments segments(MultiLayerNetwork network) {
    List<Map.Entry<String, INDArray>> table =
        network.paramTable().entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> entry.getValue().offset()))
            .toList();
    long start = network.params().offset();
    return Segments.of(
        table.stream().map(entry -> segment(entry.getKey(), entry.getValue(), start)).toList());
  }

  private static Segment segment(String name, INDArray view, long start) {
    return new Segment(name, view.offset() - start, view.length(), Segment.Kind.GRADIENT);
  }
}
