package io.github.gns4j.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The losses of a network's output layers, to be scaled while gradients are computed. */
final class OutputLosses {
  /** For a network whose losses are never scaled. */
  static final OutputLosses UNSCALED = new OutputLosses(List.of());

  private final List<Place> places;

  private OutputLosses(List<Place> places) {
    this.places = List.copyOf(places);
  }

  /** Where a loss stands. */
  private record Place(ILossFunction loss, Consumer<ILossFunction> setter) {}

  /**
   * Finds the losses of a network.
   *
   * @throws IllegalArgumentException if an output layer has a loss other than a loss function, such
   *     as the center loss, whose gradient cannot be scaled from outside
   */
  static OutputLosses of(Model model) {
    List<Place> places = new ArrayList<>();
    for (Layer layer : layers(model)) {
      if (layer instanceof IOutputLayer) {
        places.add(place(layer));
      }
    }
    return new OutputLosses(places);
  }

  private static List<Layer> layers(Model model) {
    return switch (model) {
      case MultiLayerNetwork net -> List.of(net.getLayers());
      case ComputationGraph net ->
          Arrays.stream(net.getVertices())
              .map(GraphVertex::getLayer)
              .filter(Objects::nonNull)
              .toList();
      default -> throw NetworkLayout.unsupported(model);
    };
  }

  private static Place place(Layer layer) {
    org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
    Class<?> type = conf.getClass();
    if (type == OutputLayer.class || type == RnnOutputLayer.class) {
      var output = (org.deeplearning4j.nn.conf.layers.BaseOutputLayer) conf;
      return new Place(output.getLossFn(), output::setLossFn);
    }
    if (conf instanceof LossLayer loss) {
      return new Place(loss.getLossFn(), loss::setLossFn);
    }
    if (conf instanceof RnnLossLayer loss) {
      return new Place(loss.getLossFn(), loss::setLossFn);
    }
    if (conf instanceof CnnLossLayer loss) {
      return new Place(loss.getLossFn(), loss::setLossFn);
    }
    if (conf instanceof Cnn3DLossLayer loss) {
      return new Place(loss.getLossFn(), loss::setLossFn);
    }
    throw new IllegalArgumentException(
        "output layer "
            + conf.getLayerName()
            + " is a "
            + type.getSimpleName()
            + ", allowed with a loss scale: OutputLayer, RnnOutputLayer and the loss layers");
  }

  /**
   * Runs {@code pass} with gradients of the loss times {@code scale}.
   *
   * @return what {@code pass} returns
   */
  double scaled(double scale, DoubleSupplier pass) {
    if (scale == 1) {
      return pass.getAsDouble();
    }
    places.forEach(place -> place.setter().accept(new ScaledLoss(place.loss(), scale)));
    try {
      return pass.getAsDouble();
    } finally {
      places.forEach(place -> place.setter().accept(place.loss()));
    }
  }
}
