package io.github.gns4j.dl4j.taps;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.layers.feedforward.elementwise.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;

/** Finds the layers that can be tapped, and says why the others cannot. */
final class TapFinder {
  private final Segments segments;
  private final Pass pass;
  private final List<LayerTap> taps = new ArrayList<>();
  private final BitSet covered = new BitSet();
  private final List<String> names = new ArrayList<>();
  private final List<TapCoverage.LeftOut> leftOut = new ArrayList<>();
  private final Set<Object> configurations = Collections.newSetFromMap(new IdentityHashMap<>());
  private long parameters;

  TapFinder(Segments segments, Pass pass) {
    this.segments = segments;
    this.pass = pass;
  }

  void find(List<Site> sites) {
    String[] mixing = Mixing.reasons(sites);
    for (int i = 0; i < sites.size(); i++) {
      BitSet own = trainable(sites.get(i));
      if (!own.isEmpty()) {
        String reason = mixing[i] == null ? unsupported(sites.get(i)) : mixing[i];
        take(sites.get(i), own, reason);
      }
    }
  }

  List<LayerTap> taps() {
    return List.copyOf(taps);
  }

  BitSet covered() {
    return covered;
  }

  TapCoverage coverage() {
    return new TapCoverage(names, leftOut, parameters);
  }

  private void take(Site site, BitSet own, String reason) {
    long length = own.stream().mapToLong(k -> segments.get(k).length()).sum();
    if (reason != null) {
      leftOut.add(new TapCoverage.LeftOut(site.name(), length, reason));
      return;
    }
    taps.add(tap(site));
    names.add(site.name());
    covered.or(own);
    parameters += length;
  }

  /** Segments of gradients that belong to a layer: its name, an underscore, its own name. */
  private BitSet trainable(Site site) {
    BitSet own = new BitSet();
    if (site.layer() == null) {
      return own;
    }
    for (int k = 0; k < segments.count(); k++) {
      Segment segment = segments.get(k);
      String prefix = site.name() + "_";
      boolean isOwn =
          segment.name().startsWith(prefix)
              && site.layer().getParam(segment.name().substring(prefix.length())) != null;
      if (isOwn && segment.isGradient()) {
        own.set(k);
      }
    }
    return own;
  }

  private String unsupported(Site site) {
    Layer layer = site.layer();
    String kind = layer.getClass().getSimpleName();
    if (tap(site) == null) {
      return kind + " has no tap";
    }
    if (!configurations.add(layer.conf().getLayer())) {
      return "it shares its configuration with another layer";
    }
    if (layer instanceof DenseLayer dense && dense.hasLayerNorm()) {
      return kind + " with layer normalization has no tap";
    }
    if (layer.conf().getLayer()
            instanceof org.deeplearning4j.nn.conf.layers.Convolution1DLayer sequence
        && sequence.getRnnDataFormat() == RNNFormat.NWC) {
      return kind + " has a tap for the format NCW only";
    }
    return null;
  }

  /** Subclasses compute otherwise: only the very classes are known. */
  private LayerTap tap(Site site) {
    Class<?> kind = site.layer().getClass();
    if (kind == DenseLayer.class) {
      return new DenseTap(site, pass, false);
    }
    if (kind == OutputLayer.class || kind == RnnOutputLayer.class) {
      return site.layer().conf().getLayer() instanceof BaseOutputLayer
          ? new DenseTap(site, pass, true)
          : null;
    }
    if (kind == ConvolutionLayer.class || kind == Convolution1DLayer.class) {
      return new ConvolutionTap(site, pass);
    }
    if (kind == EmbeddingLayer.class || kind == EmbeddingSequenceLayer.class) {
      return new EmbeddingTap(site, pass);
    }
    return kind == ElementWiseMultiplicationLayer.class ? new ElementwiseTap(site, pass) : null;
  }
}
