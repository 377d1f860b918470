package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.Backends;
import org.junit.jupiter.api.Nested;

/** The contract of every operation on the Vector API backend. */
class VectorBackendTest {
  private static Kernels backend() {
    return Backends.named("vector");
  }

  @Nested
  class SquaredNorm extends SquaredNormContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class Dot extends DotContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class Accumulate extends AccumulateContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class PerSampleMoments extends PerSampleMomentsContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class SgdStep extends SgdStepContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class AdamStep extends AdamStepContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class LambStep extends LambStepContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class Average extends AverageContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class Memory extends MemoryContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class OuterNorms extends OuterNormsContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }

  @Nested
  class ConvolutionNorms extends ConvolutionNormsContract {
    @Override
    protected Kernels kernels() {
      return backend();
    }
  }
}
