package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTest {
  /** What a thread has written in one pass is what it comes to first in the next. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 33", "2, 66"})
  void aThreadBeginsWithItsShareAndGoesOnWithThoseOfTheOthers(int thread, int first) {
    Job job = new Job(3);
    for (int run = 0; run < 3; run++) {
      List<Integer> order = new ArrayList<>();
      job.open(100, order::add);
      assertThat(job.work(thread)).isTrue();
      assertThat(job.close()).isNull();
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        expected.add((first + i) % 100);
      }
      assertThat(order).isEqualTo(expected);
    }
  }

  @Test
  void sharesMayBeEmpty() {
    Job job = new Job(5);
    List<Integer> order = new ArrayList<>();
    job.open(2, order::add);
    assertThat(job.work(3)).isTrue();
    job.close();
    assertThat(order).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void nothingIsClaimedBetweenRuns() {
    Job job = new Job(2);
    assertThat(job.work(0)).isFalse();
    job.open(10, _ -> {});
    assertThat(job.work(1)).isTrue();
    assertThat(job.work(0)).isFalse();
    job.close();
    assertThat(job.work(0)).isFalse();
  }
}
