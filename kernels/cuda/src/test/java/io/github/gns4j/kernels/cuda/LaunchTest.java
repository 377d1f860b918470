package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.cuda.Signature.Kind;
import io.github.gns4j.kernels.cuda.Signature.Parameter;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arguments of a launch against the signature in the PTX. */
class LaunchTest {
  private static final String PTX =
      """
      .visible .entry step(
      	.param .u64 step_param_0,
      	.param .u32 step_param_1,
      	.param .align 8 .b8 step_param_2[24],
      	.param .u32 step_param_3,
      	.param .f64 step_param_4
      )
      """;

  private final Signature signature = Signature.parse(PTX).get("step");
  private final ByteBuffer buffer = Launch.newBuffer();
  private final Launch launch = new Launch(new Module.Kernel(null, signature), buffer);

  @Test
  void parametersArePlacedAsTheCompilerPlacesThem() {
    assertThat(signature.parameters())
        .isEqualTo(
            List.of(
                new Parameter(Kind.U64, 8, 0),
                new Parameter(Kind.U32, 4, 8),
                new Parameter(Kind.BYTES, 24, 16),
                new Parameter(Kind.U32, 4, 40),
                new Parameter(Kind.F64, 8, 48)));
    assertThat(signature.bytes()).isEqualTo(56);
  }

  @Test
  void argumentsLandAtTheirPlaces() {
    launch.int64(7).int32(8).struct(1, 2, 3).flag(true).float64(0.5);
    assertThat(buffer.getLong(0)).isEqualTo(7);
    assertThat(buffer.getInt(8)).isEqualTo(8);
    assertThat(buffer.getDouble(32)).isEqualTo(3);
    assertThat(buffer.getInt(40)).isEqualTo(1);
    assertThat(buffer.getDouble(48)).isEqualTo(0.5);
  }

  @Test
  void structsOfIntegersLandAtTheirPlaces() {
    launch.int64(7).int32(8).structOfInt32(1, 2, 3, 4, 5, 6);
    assertThat(buffer.getInt(16)).isEqualTo(1);
    assertThat(buffer.getInt(36)).isEqualTo(6);
  }

  @Test
  void anIntForALongIsRefused() {
    assertThatThrownBy(() -> launch.int32(7))
        .hasMessage("argument 0 of step is U32 of 4 bytes, the PTX has U64 of 8");
  }

  @Test
  void aStructOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> launch.int64(7).int32(8).struct(1, 2))
        .hasMessage("argument 2 of step is BYTES of 16 bytes, the PTX has BYTES of 24");
  }

  @Test
  void tooFewAndTooManyAreRefused() {
    launch.int64(7).int32(8).struct(1, 2, 3).flag(true);
    assertThatThrownBy(() -> launch.run(1, 1, null))
        .hasMessage("step got 4 arguments, the PTX has 5");
    launch.float64(1);
    assertThatThrownBy(() -> launch.float64(1)).hasMessage("step has only 5 parameters");
  }
}
