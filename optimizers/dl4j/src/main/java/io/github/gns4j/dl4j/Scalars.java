package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.HostArray;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What the head of a block's state array holds: the block's record and, in the first block of a
 * network, the network's. Parsed anew whenever the array's content is not what was read or written
 * here last, so that whatever DL4J copies into the array counts.
 */
final class Scalars {
  private final Family family;
  private final ByteSink written = new ByteSink();
  private final DataOutputStream out = new DataOutputStream(written);
  private BlockRecord block = new BlockRecord();
  private NetworkRecord network;
  private double rate;
  private long stamp;

  Scalars(Family family) {
    this.family = family;
  }

  BlockRecord block() {
    return block;
  }

  /** Makes this block the one that holds the network's record. */
  NetworkRecord holdNetwork() {
    if (network == null) {
      network = new NetworkRecord(family);
    }
    return network;
  }

  /**
   * Enters a network in its round {@code round}.
   *
   * @param record of the network if this block is the one to hold it, otherwise null
   */
  void joinNetwork(NetworkRecord record, long round) {
    network = record;
    if (block.round() == 0) { // new among blocks that have trained
      block.gather(round, 0);
    }
  }

  /** Goes on from a record, as a block that steps with {@code lastRate} has left it. */
  void begin(BlockRecord record, double lastRate) {
    block = record;
    rate = lastRate;
  }

  /** Makes this block the one that holds {@code record}. */
  void holdNetwork(NetworkRecord record) {
    network = record;
  }

  /** Learning rate of the block's last step; 0 before the first. */
  double rate() {
    return rate;
  }

  void rate(double learningRate) {
    this.rate = learningRate;
  }

  void refresh(HostArray state) {
    long found = StateBytes.stamp(state);
    if (found != stamp) {
      parse(StateBytes.read(state));
      stamp = found;
    }
  }

  void write(HostArray state) {
    collect();
    stamp = StateBytes.write(state, written.bytes(), written.length());
  }

  private void parse(byte[] payload) {
    BlockRecord readBlock = new BlockRecord();
    NetworkRecord readNetwork = null;
    double readRate = 0;
    if (payload != null) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
        readBlock.restore(in);
        readRate = in.readDouble();
        if (in.readBoolean()) {
          readNetwork = new NetworkRecord(family);
          readNetwork.restore(in);
        }
      } catch (IOException truncated) {
        throw new IllegalStateException(
            "the updater state was written by an updater with other settings than " + family,
            truncated);
      }
    }
    block = readBlock;
    network = readNetwork;
    rate = readRate;
  }

  private void collect() {
    written.clear();
    try {
      block.save(out);
      out.writeDouble(rate);
      out.writeBoolean(network != null);
      if (network != null) {
        network.save(out);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("writing to memory failed", impossible);
    }
  }
}
