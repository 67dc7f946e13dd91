// What all sequences of a step read besides the weights themselves: tables with padded rows.
#pragma once

#include <vector>

#include "attention.h"
#include "memory.h"
#include "parameters.h"

namespace fused {

/// The caller's flat weights, with copies of the few that vectors must run along.
class Tables {
 public:
  Floats tokens, smear, positions;  // (V, wide), (wide,), (T, wide)
  Floats cosines, sines;            // of rotary positions, (D / 2, T)

  Tables(const Shape& shape, const Parameters& parameters, const float* values)
      : tokens(static_cast<std::size_t>(shape.V) * shape.wide),
        smear(shape.smear ? shape.wide : 0),
        positions(shape.position == LEARNED ? shape.T * shape.wide : 0),
        s(shape), parameters_(parameters), values_(values) {
    if (s.position == RELATIVE)
      for (int layer = 0; layer < s.L; layer++) distance_biases_.emplace_back(s.H * bias_size(s));
    if (s.position == ROTARY) fill_rotation();
  }

  /// Copy what the weights are now. To be called before the first sequence of a step.
  void refresh() {
    copy_rows(parameters_.tokens, tokens, s.wide);
    if (s.smear) copy_rows(parameters_.smear, smear, s.wide);
    if (s.position == LEARNED) copy_rows(parameters_.positions, positions, s.wide);
    for (int layer = 0; layer < static_cast<int>(distance_biases_.size()); layer++)
      copy_rows(parameters_.blocks[layer].distance, distance_biases_[layer] + WIDTH, bias_size(s),
                LOG2_E);
  }

  /// A weight where it lies, or null when the model has none.
  const float* weight(const Parameter& p) const { return p.rows ? values_ + p.offset : nullptr; }

  /// The packed distance biases of one block, in powers of two, or null.
  const float* distance_bias(int layer) const {
    return distance_biases_.empty() ? nullptr : static_cast<const float*>(distance_biases_[layer]);
  }

 private:
  const Shape& s;
  const Parameters& parameters_;
  const float* values_;
  std::vector<Floats> distance_biases_;  // of each block: packed distance biases

  void copy_rows(const Parameter& p, float* to, int stride, float unit = 1) const {
    for (int r = 0; r < p.rows; r++)
      for (int c = 0; c < p.columns; c++)
        to[r * stride + c] = values_[p.offset + r * p.columns + c] * unit;
  }

  void fill_rotation() {
    constexpr double BASE = 100;  // ROTARY_BASE of micro_gpt.py
    const int pairs = s.D / 2;
    cosines = Floats(pairs * s.row);
    sines = Floats(pairs * s.row);
    for (int pair = 0; pair < pairs; pair++)
      for (int t = 0; t < s.T; t++) {
        const double angle = t * std::pow(BASE, -static_cast<double>(pair) / pairs);
        cosines[pair * s.row + t] = static_cast<float>(std::cos(angle));
        sines[pair * s.row + t] = static_cast<float>(std::sin(angle));
      }
  }
};

}  // namespace fused
