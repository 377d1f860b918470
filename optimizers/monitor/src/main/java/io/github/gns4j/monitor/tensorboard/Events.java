package io.github.gns4j.monitor.tensorboard;

import java.util.Map;

/**
 * The messages of an event file: {@code Event}, {@code Summary} and {@code TensorProto} of
 * TensorFlow's {@code event.proto}, {@code summary.proto} and {@code tensor.proto}, field numbers
 * from there.
 */
final class Events {
  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;
  private static final int VALUE_TENSOR = 8;
  private static final int VALUE_METADATA = 9;
  private static final int METADATA_PLUGIN = 1;
  private static final int PLUGIN_NAME = 1;
  private static final int TENSOR_TYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int TENSOR_STRINGS = 8;
  private static final int SHAPE_DIMENSION = 2;
  private static final int DIMENSION_SIZE = 1;
  private static final int TYPE_STRING = 7;

  private Events() {}

  /** The first record of every file. */
  static byte[] version(double wallTime) {
    return new Message()
        .float64(EVENT_WALL_TIME, wallTime)
        .text(EVENT_FILE_VERSION, "brain.Event:2")
        .toByteArray();
  }

  /** Several numbers of one step, by tag. */
  static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
    Message summary = new Message();
    for (var value : values.entrySet()) {
      summary.message(
          SUMMARY_VALUE,
          new Message()
              .text(VALUE_TAG, value.getKey())
              .float32(VALUE_SIMPLE, value.getValue().floatValue()));
    }
    return event(wallTime, step, summary);
  }

  /** A text, which TensorBoard shows as Markdown. */
  static byte[] text(double wallTime, long step, String tag, String markdown) {
    Message one = new Message().whole(DIMENSION_SIZE, 1);
    Message tensor =
        new Message()
            .whole(TENSOR_TYPE, TYPE_STRING)
            .message(TENSOR_SHAPE, new Message().message(SHAPE_DIMENSION, one))
            .text(TENSOR_STRINGS, markdown);
    Message plugin = new Message().text(PLUGIN_NAME, "text");
    Message value =
        new Message()
            .text(VALUE_TAG, tag)
            .message(VALUE_TENSOR, tensor)
            .message(VALUE_METADATA, new Message().message(METADATA_PLUGIN, plugin));
    return event(wallTime, step, new Message().message(SUMMARY_VALUE, value));
  }

  private static byte[] event(double wallTime, long step, Message summary) {
    return new Message()
        .float64(EVENT_WALL_TIME, wallTime)
        .whole(EVENT_STEP, step)
        .message(EVENT_SUMMARY, summary)
        .toByteArray();
  }
}
