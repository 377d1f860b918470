package io.github.gns4j.dl4j.taps;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.graph.vertex.impl.PreprocessorVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A layer or other vertex of a network.
 *
 * @param name as DL4J's parameter tables begin: number of the layer, or name of the vertex
 * @param layer null for vertices without one
 * @param vertex null in a MultiLayerNetwork
 * @param preprocessor of the input, or null
 * @param inputs numbers of the sites that feed it
 */
record Site(
    String name,
    Layer layer,
    GraphVertex vertex,
    InputPreProcessor preprocessor,
    List<Integer> inputs) {
  static List<Site> of(Model model) {
    return switch (model) {
      case MultiLayerNetwork net -> of(net);
      case ComputationGraph net -> of(net);
      default ->
          throw new IllegalArgumentException(
              "model is a "
                  + model.getClass().getName()
                  + ", allowed: MultiLayerNetwork and ComputationGraph");
    };
  }

  private static List<Site> of(MultiLayerNetwork net) {
    List<Site> sites = new ArrayList<>();
    for (int i = 0; i < net.getnLayers(); i++) {
      sites.add(
          new Site(
              Integer.toString(i),
              net.getLayer(i),
              null,
              net.getLayerWiseConfigurations().getInputPreProcess(i),
              i == 0 ? List.of() : List.of(i - 1)));
    }
    return sites;
  }

  private static List<Site> of(ComputationGraph net) {
    List<Site> sites = new ArrayList<>();
    for (GraphVertex vertex : net.getVertices()) {
      List<Integer> inputs = new ArrayList<>();
      if (vertex.getInputVertices() != null) {
        for (VertexIndices input : vertex.getInputVertices()) {
          inputs.add(input.getVertexIndex());
        }
      }
      InputPreProcessor preprocessor =
          switch (vertex) {
            case LayerVertex layered -> layered.getLayerPreProcessor();
            case PreprocessorVertex processing -> processing.getPreProcessor();
            default -> null;
          };
      sites.add(new Site(vertex.getVertexName(), vertex.getLayer(), vertex, preprocessor, inputs));
    }
    return sites;
  }

  /** Returns the numbers of all sites that feed {@code site}, directly or not. */
  static BitSet upstream(List<Site> sites, int site) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(sites.get(site).inputs());
    while (!open.isEmpty()) {
      int next = open.pop();
      if (!seen.get(next)) {
        seen.set(next);
        open.addAll(sites.get(next).inputs());
      }
    }
    return seen;
  }
}
