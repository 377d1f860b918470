package io.github.gns4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Results as text, and how they compare with the best of a grid. */
class GridTest {
  private static CellResult result(
      String arm, double rate, int batch, Outcome outcome, double seconds) {
    CellKey key = new CellKey("dense", arm, new Start(rate, batch), 1);
    return new CellResult(key, outcome, seconds, 10, 320, 2 * seconds, 9, 0.5);
  }

  private final Grid grid =
      new Grid(
          List.of(
              result(PlainAdamArm.NAME, 1e-3, 16, Outcome.REACHED, 3),
              result(PlainAdamArm.NAME, 1e-2, 32, Outcome.REACHED, 2),
              result(PlainAdamArm.NAME, 1e-1, 64, Outcome.MISSED, 1),
              result("ours", 1e-3, 8, Outcome.REACHED, 4),
              result("ours", 3e-3, 8, Outcome.REACHED, 3),
              result("ours", 3e-2, 8, Outcome.REACHED, 1),
              result("ours", 1, 8, Outcome.DIVERGED, 0.1)));

  @Test
  void bestIsTheFirstThatReachedTheTarget() {
    assertThat(grid.best()).get().extracting(best -> best.key().start().rate()).isEqualTo(1e-2);
    assertThat(grid.isBestAtEdge()).isFalse();
    assertThat(grid.ratios("ours")).containsExactly(0.5, 1.5, 2, Double.POSITIVE_INFINITY);
  }

  @Test
  void nearMeansWithinAFactorOfTheBestRate() {
    assertThat(grid.ratiosNear("ours", 3)).containsExactly(0.5);
    assertThat(grid.ratiosNear("ours", 10)).containsExactly(0.5, 1.5, 2);
  }

  @Test
  void bestAtTheEdgeIsTold() {
    Grid edge =
        new Grid(
            List.of(
                result(PlainAdamArm.NAME, 1e-3, 16, Outcome.REACHED, 3),
                result(PlainAdamArm.NAME, 1e-2, 32, Outcome.REACHED, 2)));
    assertThat(edge.isBestAtEdge()).isTrue();
    assertThat(new Grid(List.of()).isBestAtEdge()).isFalse();
  }

  /** 3 and 5 seconds make 4; a cell that one seed lacks is left out, one that missed has missed. */
  @Test
  void meansOverSeedsAreOfCellsThatAllHave() {
    Grid other =
        new Grid(
            List.of(
                result(PlainAdamArm.NAME, 1e-2, 32, Outcome.MISSED, 7),
                result(PlainAdamArm.NAME, 1e-3, 16, Outcome.REACHED, 5),
                result("ours", 1e-3, 8, Outcome.REACHED, 2)));
    Grid mean = Grid.mean(List.of(grid, other));
    assertThat(mean.results()).hasSize(3);
    assertThat(mean.best()).get().extracting(CellResult::seconds).isEqualTo(4.0);
    assertThat(mean.ratios("ours")).containsExactly(0.75);
    assertThat(mean.of(PlainAdamArm.NAME)).filteredOn(CellResult::isReached).hasSize(1);
  }

  @Test
  void lineOfResultsIsReadBack() {
    CellResult result = result("ours", 1e-6, 4096, Outcome.MISSED, 4.25);
    assertThat(CellResult.parse(result.csv())).isEqualTo(result);
    assertThatThrownBy(() -> CellResult.parse("dense,ours,1e-3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dense,ours,1e-3");
  }
}
