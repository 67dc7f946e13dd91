// Where every weight lies among all of them, and in which form its gradient is accumulated.
//
// Owns two layouts: the flat one, which belongs to the caller, and the one that
// gradients are accumulated in, which each part of a batch has for itself: with padded rows, and
// with sums over positions in WIDTH lanes, so that nothing is added up across lanes before a step
// ends.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "shape.h"

namespace fused {

/// How a gradient is accumulated.
enum class Form {
  matrix,      // (rows, columns padded)
  transposed,  // (columns, rows padded)
  lanes,       // (columns, WIDTH): each number as WIDTH shares of it
  distances,   // (rows, WIDTH, T padded): see attention.h
};

struct Parameter {
  std::size_t offset = 0;  // of its first number in the flat layout
  std::size_t slot = 0;   // of its first number in the accumulation layout
  int rows = 0, columns = 0;  // 0: the model has no such weight
  Form form = Form::matrix;
};

struct BlockParameters {
  Parameter norm1_gain, norm1_bias, qkv, qkv_bias, distance, proj, proj_bias;
  Parameter norm2_gain, norm2_bias, up, up_bias, down, down_bias;
};

/// All parameters of a model. Both layouts are for float32.
class Parameters {
 public:
  Parameter tokens, smear, positions, stream_gain, stream_bias, head;
  std::vector<BlockParameters> blocks;
  std::vector<Parameter> every;
  std::size_t accumulated = 0;  // floats of the accumulation layout
  std::size_t total = 0;     // floats of the flat one

  /// offsets and counts: of each parameter, in the order of parameters.py's parameter_table.
  ///
  /// Throws std::invalid_argument when they do not belong to this shape.
  Parameters(const Shape& shape, const std::int64_t* offsets, const std::int64_t* counts, int given)
      : offsets_(offsets), counts_(counts), given_(given) {
    const int C = shape.C;
    tokens = add("token_embedding", shape.V, C);
    if (shape.smear) smear = add("smear", 1, C);
    if (shape.position == LEARNED) positions = add("position_embedding", shape.T, C);
    if (shape.stream_norm == FIRST) add_norm(shape, stream_gain, stream_bias);
    for (int layer = 0; layer < shape.L; layer++) {
      BlockParameters b;
      add_norm(shape, b.norm1_gain, b.norm1_bias);
      add_linear(shape, 3 * C, C, b.qkv, b.qkv_bias);
      if (shape.position == RELATIVE)
        b.distance = add("distance_bias", shape.H, shape.T, Form::distances);
      add_linear(shape, C, C, b.proj, b.proj_bias);
      add_norm(shape, b.norm2_gain, b.norm2_bias);
      add_linear(shape, shape.F, C, b.up, b.up_bias);
      // Transposed, so that the narrow factor of its gradient is the one to be transposed.
      add_linear(shape, C, shape.F, b.down, b.down_bias, Form::transposed);
      blocks.push_back(b);
    }
    if (shape.stream_norm == LAST) add_norm(shape, stream_gain, stream_bias);
    head = shape.weight_tying ? tokens : add("head", shape.V, C);
    if (every.size() != static_cast<std::size_t>(given))
      throw std::invalid_argument(std::to_string(given) + " parameters were given, the model has " +
                                  std::to_string(every.size()));
  }

 private:
  const std::int64_t *offsets_, *counts_;
  int given_;

  Parameter add(const char* name, int rows, int columns, Form form = Form::matrix) {
    const std::size_t index = every.size();
    const std::int64_t count = static_cast<std::int64_t>(rows) * columns;
    if (index >= static_cast<std::size_t>(given_) || counts_[index] != count)
      throw std::invalid_argument("parameter " + std::to_string(index) + " is not a " + name +
                                  " of " + std::to_string(count) + " numbers");
    Parameter p;
    p.offset = static_cast<std::size_t>(offsets_[index]);
    p.slot = accumulated;
    p.rows = rows;
    p.columns = columns;
    p.form = form;
    every.push_back(p);
    total += static_cast<std::size_t>(count);
    accumulated += slot_size(p);
    return p;
  }

  void add_norm(const Shape& shape, Parameter& gain, Parameter& bias) {
    const bool learns = shape.norm == LAYERNORM || shape.norm == RMSNORM;
    if (learns) gain = add("norm weight", 1, shape.C, Form::lanes);
    if (shape.norm == LAYERNORM) bias = add("norm bias", 1, shape.C, Form::lanes);
  }

  void add_linear(const Shape& shape, int rows, int columns, Parameter& weight, Parameter& bias,
                  Form form = Form::matrix) {
    weight = add("weight", rows, columns, form);
    if (shape.bias) bias = add("bias", 1, rows, Form::lanes);
  }

  static std::size_t slot_size(const Parameter& p) {
    const std::size_t rows = p.rows, columns = p.columns;
    switch (p.form) {
      case Form::matrix: return rows * padded(p.columns);
      case Form::transposed: return columns * padded(p.rows);
      case Form::lanes: return columns * WIDTH;
      case Form::distances: return rows * WIDTH * padded(p.columns);
    }
    return 0;
  }
};

/// One parameter's gradient, the sum of all parts', from their accumulation layouts into the
/// flat one.
template <int PARTS>
inline void fold(const Parameter& p, const float* const (&parts)[PARTS], float* flat) {
  flat += p.offset;
  const int rows = p.rows, columns = p.columns, row = padded(columns), column = padded(rows);
  const auto total = [&](int at) {
    float found = parts[0][p.slot + at];
    for (int part = 1; part < PARTS; part++) found += parts[part][p.slot + at];
    return found;
  };
  const auto fill = [&](const auto& gradient) {
    for (int r = 0; r < rows; r++)
      for (int c = 0; c < columns; c++) flat[r * columns + c] = gradient(r, c);
  };
  switch (p.form) {
    case Form::matrix: return fill([&](int r, int c) { return total(r * row + c); });
    case Form::transposed: return fill([&](int r, int c) { return total(c * column + r); });
    case Form::lanes:
      return fill([&](int, int c) {
        Vec lanes = load(parts[0] + p.slot + c * WIDTH);
        for (int part = 1; part < PARTS; part++) lanes += load(parts[part] + p.slot + c * WIDTH);
        return sum(lanes);
      });
    case Form::distances:
      return fill([&](int r, int c) {
        float share = 0;
        for (int k = 0; k < WIDTH && c + k < row; k++)
          share += total((r * WIDTH + k) * row + c + k);
        return share;
      });
  }
}

}  // namespace fused
