package io.github.gns4j.dl4j.taps;

import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ReshapeVertex;
import org.deeplearning4j.nn.graph.vertex.impl.StackVertex;
import org.deeplearning4j.nn.graph.vertex.impl.UnstackVertex;
import org.deeplearning4j.nn.layers.convolution.SpaceToBatch;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;

/**
 * What makes one sample's output depend on the other samples of a batch, or puts samples into
 * another order. Below it the gradient of a single sample is not defined, or not known from the
 * deltas. What is not of DL4J's own classes is taken to do so.
 */
final class Mixing {
  private static final String LAYERS = "org.deeplearning4j.nn.layers.";
  private static final String BY_USER = "org.deeplearning4j.nn.layers.samediff.";
  private static final String VERTICES = "org.deeplearning4j.nn.graph.vertex.impl.";

  private Mixing() {}

  /** Returns, for each site, why it has no per-sample gradients; null where it has. */
  static String[] reasons(List<Site> sites) {
    String[] reasons = new String[sites.size()];
    for (int i = 0; i < reasons.length; i++) {
      String mixing = mixing(sites.get(i));
      if (mixing == null) {
        continue;
      }
      String place = mixing + " (" + sites.get(i).name() + ")";
      if (reasons[i] == null) {
        reasons[i] = place + ": the gradient of a single sample is not defined";
      }
      BitSet upstream = Site.upstream(sites, i);
      upstream.stream().forEach(j -> reasons[j] = "it feeds " + place);
    }
    return reasons;
  }

  private static String mixing(Site site) {
    String ofLayer = site.layer() == null ? null : mixing(site.layer());
    if (ofLayer != null) {
      return ofLayer;
    }
    if (site.vertex() != null && isReordering(site.vertex())) {
      return site.vertex().getClass().getSimpleName() + " may reorder samples";
    }
    return isOrderly(site)
        ? null
        : site.preprocessor().getClass().getSimpleName() + " may reorder samples";
  }

  private static String mixing(Layer layer) {
    String name = layer.getClass().getName();
    if (layer instanceof BatchNormalization) {
      return "batch normalization mixes samples";
    }
    if (layer.conf().getLayer() instanceof org.deeplearning4j.nn.conf.layers.BaseOutputLayer output
        && output.getLossFn() instanceof LossFMeasure) {
      return "the loss LossFMeasure mixes samples";
    }
    if (layer instanceof SpaceToBatch) {
      return "SpaceToBatch reorders samples";
    }
    boolean isKnown = name.startsWith(LAYERS) && !name.startsWith(BY_USER);
    return isKnown ? null : layer.getClass().getSimpleName() + " may mix samples";
  }

  private static boolean isReordering(GraphVertex vertex) {
    return vertex instanceof ReshapeVertex
        || vertex instanceof StackVertex
        || vertex instanceof UnstackVertex
        || !vertex.getClass().getName().startsWith(VERTICES);
  }

  /** Whether rows stay samples, or become positions × samples in the order of sequences. */
  private static boolean isOrderly(Site site) {
    return switch (site.preprocessor()) {
      case null -> true;
      case CnnToFeedForwardPreProcessor _,
          FeedForwardToCnnPreProcessor _,
          FeedForwardToRnnPreProcessor _,
          RnnToFeedForwardPreProcessor _ ->
          true;
      default -> false;
    };
  }
}
