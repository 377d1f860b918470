package io.github.gns4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes down what a listener is told, with counters and score. */
final class EventLog implements TrainingListener {
  private final List<String> events = new ArrayList<>();

  List<String> events() {
    return events;
  }

  private void log(String event, Model model) {
    int iteration = NetworkAdapter.of(model).iteration();
    int epoch = NetworkAdapter.of(model).epoch();
    events.add(event + " at " + iteration + "/" + epoch);
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    // twelve digits: sums of micro-batches may differ in the last bits
    String score = String.format(Locale.ROOT, "%.12e", model.score());
    log("iteration " + iteration + "/" + epoch + " score " + score, model);
  }

  @Override
  public void onEpochStart(Model model) {
    log("epoch start", model);
  }

  @Override
  public void onEpochEnd(Model model) {
    log("epoch end", model);
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    log("forward " + activations.size(), model);
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    log("forward " + activations.size(), model);
  }

  @Override
  public void onGradientCalculation(Model model) {
    log("gradient", model);
  }

  @Override
  public void onBackwardPass(Model model) {
    log("backward", model);
  }
}
