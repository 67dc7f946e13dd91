// What happens to each position on its own: norms, activations, biases, dropout.
//
// Everything works on (channels, T) with rows of `shape.row` floats, WIDTH positions at a time.
// Columns past T hold finite numbers going forward and zeros coming back.
#pragma once

#include "dropout.h"
#include "shape.h"

namespace fused {

/// What a norm must remember for the way back.
struct NormMemory {
  float* normal;  // (C, T): x without mean and spread
  float* spread;  // (T,): what it was multiplied by
};

/// y = norm(x): nn.LayerNorm or nn.RMSNorm with gain (C,) and bias (C,), or null; or y = x. y may be x.
inline void norm_forward(const Shape& s, const float* x, const float* gain, const float* bias,
                         NormMemory memory, float* y) {
  if (s.norm == NO_NORM) {
    if (y != x) std::memcpy(y, x, sizeof(float) * s.C * s.row);
    return;
  }
  const bool centred = s.norm == LAYERNORM;
  // PyTorch's defaults, and PLAIN_EPSILON of micro_gpt.py.
  const float epsilon = s.norm == RMSNORM ? 1.1920929e-07f : 1e-5f;
  const float share = 1.0f / s.C;
  for (int t = 0; t < s.row; t += WIDTH) {
    Vec mean{}, square{};
    if (centred) {
      for (int c = 0; c < s.C; c++) mean += load(x + c * s.row + t);
      mean *= share;
    }
    for (int c = 0; c < s.C; c++) {
      const Vec away = load(x + c * s.row + t) - mean;
      square += away * away;
    }
    const Vec spread = 1.0f / square_root(square * share + epsilon);
    store(memory.spread + t, spread);
    for (int c = 0; c < s.C; c++) {
      const Vec normal = (load(x + c * s.row + t) - mean) * spread;
      store(memory.normal + c * s.row + t, normal);
      const Vec scaled = gain ? normal * gain[c] : normal;
      store(y + c * s.row + t, bias ? scaled + bias[c] : scaled);
    }
  }
}

/// From dy to dx (added when `add`; may be dy), and to the gathered gradients of gain and bias (or
/// null).
inline void norm_backward(const Shape& s, const float* dy, const float* gain, NormMemory memory,
                          float* dgain, float* dbias, float* dx, bool add) {
  const int row = s.row;
  if (s.norm == NO_NORM) {
    for (int i = 0; i < s.C * row; i += WIDTH)
      store(dx + i, add ? load(dx + i) + load(dy + i) : load(dy + i));
    return;
  }
  const float share = 1.0f / s.C;
  for (int c = 0; gain && c < s.C; c++) {
    Vec by_gain = load(dgain + c * WIDTH), by_bias{};
    for (int t = 0; t < row; t += WIDTH) {
      const Vec d = load(dy + c * row + t);
      by_gain += d * load(memory.normal + c * row + t);
      by_bias += d;
    }
    store(dgain + c * WIDTH, by_gain);
    if (dbias) store(dbias + c * WIDTH, load(dbias + c * WIDTH) + by_bias);
  }
  for (int t = 0; t < row; t += WIDTH) {
    Vec mean{}, along{};
    for (int c = 0; c < s.C; c++) {
      const Vec d = load(dy + c * row + t) * (gain ? gain[c] : 1.0f);
      mean += d;
      along += d * load(memory.normal + c * row + t);
    }
    mean = s.norm == LAYERNORM ? mean * share : Vec{};
    along *= share;
    const Vec spread = load(memory.spread + t);
    for (int c = 0; c < s.C; c++) {
      const int at = c * row + t;
      const Vec d = load(dy + at) * (gain ? gain[c] : 1.0f) - mean - load(memory.normal + at) * along;
      store(dx + at, add ? load(dx + at) + spread * d : spread * d);
    }
  }
}

/// The share of a normal distribution below x, and its density there, for GELU.
///
/// Abramowitz and Stegun 7.1.26; the error of the share is below 1e-7.
INLINE void normal_distribution(Vec x, Vec& below, Vec& density) {
  const Vec magnitude = x < 0.0f ? -x : x;
  const Vec t = 1.0f / (magnitude * (0.3275911f * 0.70710678f) + 1.0f);
  const Vec bell = exponential(x * x * -0.5f);
  Vec p = t * 1.061405429f - 1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t - 0.284496736f;
  p = p * t + 0.254829592f;
  const Vec tail = p * t * bell * 0.5f;
  below = x < 0.0f ? tail : 1.0f - tail;
  density = bell * 0.39894228f;
}

/// before (F, T) gets its bias (F,) or null; after = activation(before).
inline void activate(const Shape& s, const float* bias, float* before, float* after) {
  for (int f = 0; f < s.F; f++) {
    const Vec shift = all(bias ? bias[f] : 0.0f);
    for (int i = f * s.row; i < (f + 1) * s.row; i += WIDTH) {
      const Vec x = load(before + i) + shift;
      store(before + i, x);
      // Written so that NaN stays NaN.
      const Vec positive = x < 0.0f ? Vec{} : x;
      if (s.activation == GELU) {
        Vec below, density;
        normal_distribution(x, below, density);
        store(after + i, x * below);
      } else {
        store(after + i, s.activation == RELU2 ? positive * positive : positive);
      }
    }
  }
}

/// From the gradient of `after` to that of `before`, in place, (F, T).
inline void activate_backward(const Shape& s, const float* before, float* gradient) {
  for (int i = 0; i < s.F * s.row; i += WIDTH) {
    const Vec x = load(before + i), d = load(gradient + i);
    if (s.activation == GELU) {
      Vec below, density;
      normal_distribution(x, below, density);
      store(gradient + i, d * (below + x * density));
    } else {
      const Vec slope = s.activation == RELU2 ? x + x : all(1.0f);
      store(gradient + i, x > 0.0f ? d * slope : Vec{});
    }
  }
}

/// What a block adds to the stream: out = stream + dropout(said + bias), (C, T); bias (C,), or null;
/// a null stream counts as zero.
inline void add_to_stream(const Shape& s, const float* stream, const float* said,
                          const float* bias, const Dropout& dropout, float* out) {
  for (int c = 0; c < s.C; c++)
    for (int t = 0; t < s.row; t += WIDTH) {
      const int at = c * s.row + t;
      Vec x = load(said + at);
      if (bias) x += bias[c];
      if (dropout.active()) x *= dropout.factors(static_cast<std::uint32_t>(c * s.T + t));
      store(out + at, stream ? load(stream + at) + x : x);
    }
}

/// x (C, T) = dropout(from).
inline void drop(const Shape& s, const Dropout& dropout, const float* from, float* to) {
  add_to_stream(s, nullptr, from, nullptr, dropout, to);
}

/// The gathered gradient (rows, WIDTH) of a bias: sums of gradient (rows, T) over positions.
inline void bias_backward(const Shape& s, int rows, const float* gradient, float* dbias) {
  for (int r = 0; r < rows; r++) {
    Vec total = load(dbias + r * WIDTH);
    for (int t = 0; t < s.row; t += WIDTH) total += load(gradient + r * s.row + t);
    store(dbias + r * WIDTH, total);
  }
}

}  // namespace fused
