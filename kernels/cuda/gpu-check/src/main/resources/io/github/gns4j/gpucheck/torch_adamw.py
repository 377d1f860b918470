"""Times torch.optim.AdamW(fused=True): torch_adamw.py REPEATS SIZE... prints one line of JSON."""
import json
import statistics
import sys

import torch


def sets_of(n):
    """As many optimizers as make their memory four times the L2 cache."""
    cache = torch.cuda.get_device_properties(0).L2_cache_size
    count = max(1, -(-4 * cache // (16 * n)))
    optimizers = []
    for _ in range(count):
        weights = torch.nn.Parameter(torch.randn(n, device="cuda"))
        weights.grad = torch.randn(n, device="cuda")
        optimizers.append(torch.optim.AdamW([weights], lr=1e-3, fused=True))
    return optimizers


def median_ms(n, repeats):
    optimizers = sets_of(n)
    for optimizer in optimizers * 2:
        optimizer.step()
    pairs = []
    for i in range(repeats):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        optimizers[i % len(optimizers)].step()
        end.record()
        pairs.append((start, end))
    torch.cuda.synchronize()
    return statistics.median(start.elapsed_time(end) for start, end in pairs)


def main(repeats, sizes):
    results = []
    for n in sizes:
        try:
            results.append({"elements": n, "medianMs": median_ms(n, repeats)})
        except torch.cuda.OutOfMemoryError as error:
            results.append({"elements": n, "skipped": str(error)})
        torch.cuda.empty_cache()
    print(json.dumps({"torch": torch.__version__, "fusedAdamW": results}))


main(int(sys.argv[1]), [int(size) for size in sys.argv[2:]])
