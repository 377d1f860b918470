#!/bin/sh
# Checks and times the CUDA kernels on this machine: ./run --help. Results go to gpu-check.json here.
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/runtime/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$here/lib/*" io.github.gns4j.gpucheck.GpuCheck --bits "$here/bits.txt" "$@"
