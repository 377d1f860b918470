// Per-sample gradients of linear regression, one block a sample: with r = x·w - y the loss is r²/2 and
// its gradient r·x. Samples are rows of x.
constexpr int kThreads = 256;

extern "C" __global__ void per_sample_gradients(
    const float* x, const float* y, const float* w, long long first, int columns, float* gradients,
    double* losses) {
  __shared__ double products[kThreads];
  const int thread = threadIdx.x;
  const long long row = first + blockIdx.x;
  const float* inputs = x + row * columns;
  double sum = 0;
  for (int i = thread; i < columns; i += kThreads) {
    sum += double(inputs[i]) * double(w[i]);
  }
  products[thread] = sum;
  __syncthreads();
  for (int half = kThreads / 2; half > 0; half /= 2) {
    if (thread < half) {
      products[thread] += products[thread + half];
    }
    __syncthreads();
  }
  const double residual = products[0] - double(y[row]);
  float* gradient = gradients + (long long)blockIdx.x * columns;
  for (int i = thread; i < columns; i += kThreads) {
    gradient[i] = static_cast<float>(residual * double(inputs[i]));
  }
  if (thread == 0) {
    losses[blockIdx.x] = residual * residual / 2;
  }
}
