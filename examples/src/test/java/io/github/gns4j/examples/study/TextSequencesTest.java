package io.github.gns4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** Texts as sequences, and the loss of a network that knows nothing of them. */
class TextSequencesTest {
  private static final String TEXT = "abcd".repeat(50);

  @Test
  void labelsAreTheNextCharacters() {
    DataSet data = new TextSequences(TEXT, 3).train(2);
    assertThat(data.getFeatures().shape()).containsExactly(2, 4, 3);
    for (int t = 0; t < 3; t++) {
      assertThat(data.getFeatures().getDouble(0, t, t)).isEqualTo(1); // a, b, c
      assertThat(data.getLabels().getDouble(0, t + 1, t)).isEqualTo(1); // b, c, d
    }
    assertThat(data.getFeatures().sumNumber().doubleValue()).isEqualTo(6);
  }

  /** 59 sequences of 3 in the first 179 characters: the second of two is number 29, from 87 on. */
  @Test
  void fewSequencesAreSpreadOverTheText() {
    DataSet data = new TextSequences(TEXT, 3).train(2);
    assertThat(data.getFeatures().getDouble(1, 87 % 4, 0)).isEqualTo(1);
    assertThat(data.getFeatures().getDouble(1, 88 % 4, 1)).isEqualTo(1);
    DataSet test = new TextSequences("a".repeat(190) + "b".repeat(10), 3).test(2);
    assertThat(test.getFeatures().getDouble(0, 0, 0)).isEqualTo(1);
    assertThat(test.getFeatures().getDouble(1, 0, 0)).isEqualTo(1);
    assertThat(test.getFeatures().getDouble(1, 1, 2)).isEqualTo(1);
  }

  @Test
  void trainAndTestDoNotOverlap() {
    TextSequences sequences = new TextSequences("a".repeat(179) + "b".repeat(21), 3);
    assertThat(sequences.train(1_000).getFeatures().size(0)).isEqualTo(59);
    assertThat(sequences.train(1_000).getFeatures().sum(0, 2).getDouble(1)).isZero();
    assertThat(sequences.test(1_000).getFeatures().size(0)).isEqualTo(6);
    assertThat(sequences.test(1_000).getFeatures().sum(0, 2).getDouble(0)).isZero();
  }

  @Test
  void shortTextIsRefused() {
    assertThatThrownBy(() -> new TextSequences("ab".repeat(10), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("text has 20 characters");
  }

  @Test
  void untrainedNetworkGuesses() {
    CharacterTask task = new CharacterTask("abcdefgh".repeat(100), 1);
    assertThat(task.measure(task.network(new NoOp(), 1))).isCloseTo(-Math.log(8), within(0.2));
  }
}
