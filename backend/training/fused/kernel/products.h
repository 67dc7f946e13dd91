// The one matrix product that everything heavy is made of.
//
// A small block of the result stays in registers while the whole inner dimension streams past: each
// vector loaded from the right factor is used by every row of the block, each number of the left
// factor by every vector.
#pragma once

#include <algorithm>

#include "vectors.h"

namespace fused {

/// The left factor of a product; its element (row, step) is data[row * row_stride + step *
/// step_stride], so that a transposed matrix needs no copy.
struct Left {
  const float* data;
  std::ptrdiff_t row_stride, step_stride;
};

/// Rows of vectors, `stride` floats apart.
template <typename Float>
struct Rows {
  Float* data;
  std::ptrdiff_t stride;
};

#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int REGISTERS = 32;
#else
constexpr int REGISTERS = 16;
#endif

/// Vectors of a block's row, at most.
constexpr int BLOCK_COLUMNS = REGISTERS == 32 ? 4 : 2;
/// Inner dimension taken at once: that much of the right factor stays in the first-level cache.
constexpr int BLOCK_STEPS = 128;

/// Rows of a block of so many columns: two thirds of the registers hold the result (measured).
constexpr int block_rows(int columns) {
  if (REGISTERS == 32) return columns == 1 ? 16 : columns == 2 ? 12 : columns == 3 ? 8 : 5;
  return columns == 1 ? 8 : 6;
}

/// One block: out (ROWS, COLUMNS vectors) = or += left (ROWS, steps) right (steps, COLUMNS).
template <int ROWS, int COLUMNS, bool ADD>
INLINE void multiply_block(int steps, Left left, Rows<const float> right, Rows<float> out) {
  Vec result[ROWS][COLUMNS];
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++)
#pragma GCC unroll 4
    for (int j = 0; j < COLUMNS; j++)
      result[i][j] = ADD ? load(out.data + i * out.stride + j * WIDTH) : Vec{};
  for (int k = 0; k < steps; k++) {
    Vec factor[COLUMNS];
#pragma GCC unroll 4
    for (int j = 0; j < COLUMNS; j++) factor[j] = load(right.data + k * right.stride + j * WIDTH);
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) {
      const Vec number = all(left.data[i * left.row_stride + k * left.step_stride]);
#pragma GCC unroll 4
      for (int j = 0; j < COLUMNS; j++) result[i][j] += number * factor[j];
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++)
#pragma GCC unroll 4
    for (int j = 0; j < COLUMNS; j++) store(out.data + i * out.stride + j * WIDTH, result[i][j]);
}

/// All rows of a strip of COLUMNS vectors: in blocks of ROWS, what is left in smaller ones.
template <int ROWS, int COLUMNS, bool ADD>
INLINE void multiply_strip(int rows, int steps, Left left, Rows<const float> right,
                           Rows<float> out) {
  for (; rows >= ROWS; rows -= ROWS) {
    multiply_block<ROWS, COLUMNS, ADD>(steps, left, right, out);
    left.data += ROWS * left.row_stride;
    out.data += ROWS * out.stride;
  }
  if constexpr (ROWS > 1)
    if (rows) multiply_strip<ROWS / 2, COLUMNS, ADD>(rows, steps, left, right, out);
}

template <int COLUMNS, bool ADD>
__attribute__((noinline)) void multiply_columns(int rows, int steps, Left left,
                                                Rows<const float> right, Rows<float> out) {
  multiply_strip<block_rows(COLUMNS), COLUMNS, ADD>(rows, steps, left, right, out);
}

template <bool ADD>
inline void multiply_steps(int rows, int columns, int steps, Left left, Rows<const float> right,
                           Rows<float> out) {
  for (; columns >= BLOCK_COLUMNS; columns -= BLOCK_COLUMNS) {
    multiply_columns<BLOCK_COLUMNS, ADD>(rows, steps, left, right, out);
    right.data += BLOCK_COLUMNS * WIDTH;
    out.data += BLOCK_COLUMNS * WIDTH;
  }
  if (columns == 1) multiply_columns<1, ADD>(rows, steps, left, right, out);
  if constexpr (BLOCK_COLUMNS == 4) {
    if (columns == 2) multiply_columns<2, ADD>(rows, steps, left, right, out);
    if (columns == 3) multiply_columns<3, ADD>(rows, steps, left, right, out);
  }
}

/// out (rows, columns vectors) = left (rows, steps) right (steps, columns); ADD: += instead.
template <bool ADD>
inline void multiply(int rows, int columns, int steps, Left left, Rows<const float> right,
                     Rows<float> out) {
  const int first = std::min(steps, BLOCK_STEPS);
  multiply_steps<ADD>(rows, columns, first, left, right, out);
  for (int done = first; done < steps; done += BLOCK_STEPS) {
    const Left rest{left.data + done * left.step_stride, left.row_stride, left.step_stride};
    const Rows<const float> below{right.data + done * right.stride, right.stride};
    multiply_steps<true>(rows, columns, std::min(steps - done, BLOCK_STEPS), rest, below, out);
  }
}

}  // namespace fused
