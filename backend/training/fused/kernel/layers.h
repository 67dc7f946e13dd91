// What happens to each position on its own: norms, activations, biases, dropout.
//
// Everything works on (channels, T) with rows of `shape.row` floats, WIDTH positions at a time.
// Columns past T hold finite numbers going forward and zeros coming back.
#pragma once

#include <type_traits>

#include "dropout.h"
#include "shape.h"

namespace fused {

/// What a norm keeps for the backward pass.
struct NormMemory {
  float* normal;  // (C, T): x without mean and spread
  float* spread;  // (T,): what it was multiplied by
};

/// Work on columns of vectors: four side by side, whose sums do not wait for each other, then one
/// at a time. work(t, side): from position t on; side is a std::integral_constant.
template <typename Work>
INLINE void columns_of(int row, const Work& work) {
  int t = 0;
  for (; t + 4 * WIDTH <= row; t += 4 * WIDTH) work(t, std::integral_constant<int, 4>());
  for (; t < row; t += WIDTH) work(t, std::integral_constant<int, 1>());
}

/// y = norm(x): nn.LayerNorm or nn.RMSNorm with gain (C,) and bias (C,), or null; or y = x. y may
/// be x.
inline void norm_forward(const Shape& s, const float* x, const float* gain, const float* bias,
                         NormMemory memory, float* y) {
  if (s.norm == NO_NORM) {
    if (y != x) std::memcpy(y, x, sizeof(float) * s.C * s.row);
    return;
  }
  const bool centred = s.norm == LAYERNORM;
  // PyTorch's defaults, and PLAIN_EPSILON of micro_gpt.py.
  const float epsilon = s.norm == RMSNORM ? 1.1920929e-07f : 1e-5f;
  const int C = s.C, row = s.row, end = C * row;
  const float share = 1.0f / static_cast<float>(C);
  columns_of(row, [&](int t, auto side) {
    constexpr int N = decltype(side)::value;
    Vec mean[N] = {}, spread[N] = {};
    if (centred) {
      for (int at = t; at < end; at += row)
        for (int j = 0; j < N; j++) mean[j] += load(x + at + j * WIDTH);
      for (int j = 0; j < N; j++) mean[j] *= share;
    }
    for (int at = t; at < end; at += row)
      for (int j = 0; j < N; j++) {
        const Vec away = load(x + at + j * WIDTH) - mean[j];
        spread[j] += away * away;
      }
    for (int j = 0; j < N; j++) {
      spread[j] = 1.0f / square_root(spread[j] * share + epsilon);
      store(memory.spread + t + j * WIDTH, spread[j]);
    }
    for (int c = 0, at = t; c < C; c++, at += row)
      for (int j = 0; j < N; j++) {
        const Vec normal = (load(x + at + j * WIDTH) - mean[j]) * spread[j];
        store(memory.normal + at + j * WIDTH, normal);
        const Vec scaled = gain ? normal * gain[c] : normal;
        store(y + at + j * WIDTH, bias ? scaled + bias[c] : scaled);
      }
  });
}

/// From dy to dx (added when `add`; may be dy), and to the accumulated gradients of gain and bias
/// (or null).
inline void norm_backward(const Shape& s, const float* dy, const float* gain, NormMemory memory,
                          float* dgain, float* dbias, float* dx, bool add) {
  const int C = s.C, row = s.row;
  if (s.norm == NO_NORM) {
    for (int i = 0; i < C * row; i += WIDTH)
      store(dx + i, add ? load(dx + i) + load(dy + i) : load(dy + i));
    return;
  }
  const bool centred = s.norm == LAYERNORM;
  const float share = 1.0f / static_cast<float>(C);
  columns_of(row, [&](int t, auto side) {
    constexpr int N = decltype(side)::value;
    Vec mean[N] = {}, along[N] = {};
    for (int c = 0, at = t; c < C; c++, at += row) {
      const float weight = gain ? gain[c] : 1.0f;
      Vec by_gain{}, by_bias{};
      for (int j = 0; j < N; j++) {
        const Vec d = load(dy + at + j * WIDTH), normal = load(memory.normal + at + j * WIDTH);
        by_gain += d * normal;
        by_bias += d;
        mean[j] += d * weight;
        along[j] += d * weight * normal;
      }
      if (gain) store(dgain + c * WIDTH, load(dgain + c * WIDTH) + by_gain);
      if (dbias) store(dbias + c * WIDTH, load(dbias + c * WIDTH) + by_bias);
    }
    for (int j = 0; j < N; j++) {
      mean[j] = centred ? mean[j] * share : Vec{};
      along[j] *= share;
    }
    for (int c = 0, at = t; c < C; c++, at += row)
      for (int j = 0; j < N; j++) {
        const int i = at + j * WIDTH;
        const Vec spread = load(memory.spread + t + j * WIDTH);
        const Vec scaled = gain ? load(dy + i) * gain[c] : load(dy + i);
        const Vec d = scaled - mean[j] - load(memory.normal + i) * along[j];
        store(dx + i, add ? load(dx + i) + spread * d : spread * d);
      }
  });
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

/// activated = activation(preactivation + bias), (F, T); bias (F,) or null. ReLU's gradient follows
/// from `activated`; for the others `preactivation` gets its bias.
template <Activation KIND>
inline void activate(int F, int row, const float* bias, float* preactivation, float* activated) {
  for (int f = 0, i = 0; f < F; f++) {
    const Vec shift = all(bias ? bias[f] : 0.0f);
    for (const int end = i + row; i < end; i += WIDTH) {
      const Vec x = load(preactivation + i) + shift;
      if constexpr (KIND == GELU) {
        Vec below, density;
        normal_distribution(x, below, density);
        store(activated + i, x * below);
      } else {
        const Vec positive = maximum(Vec{}, x);  // NaN stays NaN
        store(activated + i, KIND == RELU2 ? positive * positive : positive);
      }
      if (KIND != RELU) store(preactivation + i, x);
    }
  }
}

inline void activate(const Shape& s, const float* bias, float* preactivation, float* activated) {
  switch (s.activation) {
    case RELU: return activate<RELU>(s.F, s.row, bias, preactivation, activated);
    case RELU2: return activate<RELU2>(s.F, s.row, bias, preactivation, activated);
    case GELU: return activate<GELU>(s.F, s.row, bias, preactivation, activated);
  }
}

/// From the gradient of `activated` to that of `preactivation`, in place, (F, T).
template <Activation KIND>
inline void activate_backward(int count, const float* preactivation, const float* activated,
                              float* gradient) {
  for (int i = 0; i < count; i += WIDTH) {
    const Vec d = load(gradient + i);
    if constexpr (KIND == GELU) {
      Vec below, density;
      const Vec x = load(preactivation + i);
      normal_distribution(x, below, density);
      store(gradient + i, d * (below + x * density));
    } else if constexpr (KIND == RELU2) {
      const Vec positive = maximum(load(preactivation + i), Vec{});
      store(gradient + i, d * (positive + positive));
    } else {
      store(gradient + i, load(activated + i) > 0.0f ? d : Vec{});
    }
  }
}

inline void activate_backward(const Shape& s, const float* preactivation, const float* activated,
                              float* gradient) {
  const int count = s.F * s.row;
  switch (s.activation) {
    case RELU: return activate_backward<RELU>(count, preactivation, activated, gradient);
    case RELU2: return activate_backward<RELU2>(count, preactivation, activated, gradient);
    case GELU: return activate_backward<GELU>(count, preactivation, activated, gradient);
  }
}

/// Add a residual branch to the stream: out = stream + dropout(branch + bias), (C, T); bias (C,),
/// or null; a null stream counts as zero.
inline void add_to_stream(const Shape& s, const float* stream, const float* branch,
                          const float* bias, const Dropout& dropout, float* out) {
  const int C = s.C, row = s.row;
  for (int c = 0; c < C; c++)
    for (int t = 0; t < row; t += WIDTH) {
      const int at = c * row + t;
      Vec x = load(branch + at);
      if (bias) x += bias[c];
      if (dropout.active()) x *= dropout.factors(static_cast<std::uint32_t>(c * s.T + t));
      store(out + at, stream ? load(stream + at) + x : x);
    }
}

/// x (C, T) = dropout(from).
inline void drop(const Shape& s, const Dropout& dropout, const float* from, float* to) {
  add_to_stream(s, nullptr, from, nullptr, dropout, to);
}

/// The accumulated gradient (rows, WIDTH) of a bias: sums of gradient (rows, T) over positions.
inline void bias_backward(const Shape& s, int rows, const float* gradient, float* dbias) {
  const int row = s.row;
  for (int r = 0; r < rows; r++) {
    Vec total = load(dbias + r * WIDTH);
    for (int t = 0; t < row; t += WIDTH) total += load(gradient + r * row + t);
    store(dbias + r * WIDTH, total);
  }
}

}  // namespace fused
