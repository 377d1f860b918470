package io.github.gns4j.dl4j.ui;

import io.github.gns4j.monitor.log.EntryLines;
import io.github.gns4j.monitor.log.LogEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;

/**
 * Entries of a run as Deeplearning4j's storages keep them. Encoded: session, worker, time stamp,
 * length, lines of the run log's schema. Public with a constructor without arguments because
 * storages make it by reflection.
 */
public final class NoiseUpdate implements Persistable {
  /** What storages file these updates under. */
  public static final String TYPE = "GNS4J";

  private static final long serialVersionUID = 1;

  private String session = "";
  private String worker = "";
  private long timeStamp;
  private byte[] lines = {};

  /** For storages, which decode into it. */
  public NoiseUpdate() {}

  NoiseUpdate(String session, String worker, long timeStamp, List<LogEntry> entries) {
    this.session = session;
    this.worker = worker;
    this.timeStamp = timeStamp;
    this.lines = EntryLines.encode(entries);
  }

  /**
   * Returns the entries.
   *
   * @throws IOException if they are not lines of a run log
   */
  List<LogEntry> entries() throws IOException {
    return EntryLines.decode(lines);
  }

  @Override
  public String getSessionID() {
    return session;
  }

  @Override
  public String getTypeID() {
    return TYPE;
  }

  @Override
  public String getWorkerID() {
    return worker;
  }

  @Override
  public long getTimeStamp() {
    return timeStamp;
  }

  @Override
  public int encodingLengthBytes() {
    return encode().length;
  }

  @Override
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      encode(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return bytes.toByteArray();
  }

  @Override
  public void encode(ByteBuffer buffer) {
    buffer.put(encode());
  }

  @Override
  public void encode(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeUTF(session);
    out.writeUTF(worker);
    out.writeLong(timeStamp);
    out.writeInt(lines.length);
    out.write(lines);
    out.flush();
  }

  @Override
  public void decode(byte[] bytes) {
    try {
      decode(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("not an update of " + TYPE + ": " + e, e);
    }
  }

  @Override
  public void decode(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    decode(bytes);
  }

  @Override
  public void decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    String newSession = in.readUTF();
    String newWorker = in.readUTF();
    long newTimeStamp = in.readLong();
    int length = in.readInt();
    byte[] newLines = in.readNBytes(length);
    if (newLines.length != length) {
      throw new IOException(
          "the update has " + newLines.length + " bytes of lines, promised: " + length);
    }
    session = newSession;
    worker = newWorker;
    timeStamp = newTimeStamp;
    lines = newLines;
  }
}
