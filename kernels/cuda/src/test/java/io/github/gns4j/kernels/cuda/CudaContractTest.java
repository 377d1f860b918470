package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.contract.AccumulateContract;
import io.github.gns4j.testkit.contract.AdamStepContract;
import io.github.gns4j.testkit.contract.AverageContract;
import io.github.gns4j.testkit.contract.ConvolutionNormsContract;
import io.github.gns4j.testkit.contract.DotContract;
import io.github.gns4j.testkit.contract.LambStepContract;
import io.github.gns4j.testkit.contract.MemoryContract;
import io.github.gns4j.testkit.contract.OuterNormsContract;
import io.github.gns4j.testkit.contract.PerSampleMomentsContract;
import io.github.gns4j.testkit.contract.SgdStepContract;
import io.github.gns4j.testkit.contract.SquaredNormContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The contract of every operation on the emulated driver. */
class CudaContractTest {
  private Kernels kernels;

  private Kernels open(Emulator.Order order) {
    kernels = Emulator.kernels(order);
    return kernels;
  }

  /** Without a compiler there are no kernels, and the test was skipped. */
  @AfterEach
  void close() {
    if (kernels != null) {
      kernels.close();
    }
  }

  @Nested
  class Memory extends MemoryContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class SquaredNorm extends SquaredNormContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class Dot extends DotContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class Accumulate extends AccumulateContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class Average extends AverageContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class PerSampleMoments extends PerSampleMomentsContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class OuterNorms extends OuterNormsContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class ConvolutionNorms extends ConvolutionNormsContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class SgdStep extends SgdStepContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class AdamStep extends AdamStepContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }

  @Nested
  class LambStep extends LambStepContract {
    @Override
    protected Kernels kernels() {
      return open(Emulator.Order.IN_TURNS);
    }
  }
}
