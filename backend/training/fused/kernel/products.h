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

/// Rows of a block of so many columns, at most (measured).
constexpr int block_rows(int columns) {
  return columns == 1 ? 8 : columns == 4 ? 5 : REGISTERS == 32 ? 8 : 6;
}

/// ROWS numbers or rows, `stride` floats apart: the address of every fourth is kept, the others
/// follow from it within an instruction.
template <int ROWS, typename Float>
class Lines {
 public:
  INLINE Lines(Float* data, std::ptrdiff_t stride) : stride_(stride) {
#pragma GCC unroll 4
    for (int i = 0; i < KEPT; i++) {
      kept_[i] = data + 4 * i * stride;
      if (!__builtin_constant_p(stride)) keep(kept_[i]);
    }
  }
  INLINE Float* operator[](int row) const { return kept_[row / 4] + row % 4 * stride_; }
  INLINE void advance(std::ptrdiff_t by) {
#pragma GCC unroll 4
    for (int i = 0; i < KEPT; i++) kept_[i] += by;
  }

 private:
  static constexpr int KEPT = (ROWS + 3) / 4;
  Float* kept_[KEPT];
  std::ptrdiff_t stride_;
};

/// result (ROWS, COLUMNS vectors) += left (ROWS, steps) right (steps, COLUMNS), whose columns are
/// `apart`.
template <int ROWS, int COLUMNS>
INLINE void accumulate(int steps, Left left, Rows<const float> right,
                       Vec (&result)[ROWS][COLUMNS], std::ptrdiff_t apart = WIDTH) {
  Lines<ROWS, const float> lines(left.data, left.row_stride);
  for (; steps > 0; steps--) {
    Vec factor[COLUMNS];
#pragma GCC unroll 4
    for (int j = 0; j < COLUMNS; j++) {
      factor[j] = load(right.data + j * apart);
      keep(factor[j]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) {
      const Vec number = all(*lines[i]);
#pragma GCC unroll 4
      for (int j = 0; j < COLUMNS; j++) result[i][j] += number * factor[j];
    }
    lines.advance(left.step_stride);
    right.data += right.stride;
  }
}

/// One block: out (ROWS, COLUMNS vectors) = or += left (ROWS, steps) right (steps, COLUMNS).
template <int ROWS, int COLUMNS, bool ADD>
INLINE void multiply_block(int steps, Left left, Rows<const float> right,
                           Rows<float> out) {
  Vec result[ROWS][COLUMNS];
  const Lines<ROWS, float> to(out.data, out.stride);
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++)
#pragma GCC unroll 4
    for (int j = 0; j < COLUMNS; j++) result[i][j] = ADD ? load(to[i] + j * WIDTH) : Vec{};
  accumulate(steps, left, right, result);
  const Lines<ROWS, float> into(out.data, out.stride);
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++)
#pragma GCC unroll 4
    for (int j = 0; j < COLUMNS; j++) store(into[i] + j * WIDTH, result[i][j]);
}

/// Rows in blocks that differ by one row at most.
struct RowBlocks {
  int low, count, higher;  // rows of a block; how many such; how many with one row more

  RowBlocks(int rows, int most) {
    const int blocks = (rows + most - 1) / most;
    low = rows / blocks;
    higher = rows % blocks;
    count = blocks - higher;
  }
};

/// RowBlocks of at most ROWS rows, one below the other.
template <int ROWS, int COLUMNS, bool ADD>
INLINE void multiply_blocks(RowBlocks blocks, int steps, Left left, Rows<const float> right,
                            Rows<float> out) {
  int count = ROWS == blocks.low ? blocks.count : ROWS == blocks.low + 1 ? blocks.higher : 0;
  for (; count; count--) {
    multiply_block<ROWS, COLUMNS, ADD>(steps, left, right, out);
    left.data += ROWS * left.row_stride;
    out.data += ROWS * out.stride;
  }
  if constexpr (ROWS > 1) multiply_blocks<ROWS - 1, COLUMNS, ADD>(blocks, steps, left, right, out);
}

/// All rows of a strip of COLUMNS vectors, in blocks as even as can be: a low one would wait for
/// its own sums.
template <int COLUMNS, bool ADD>
__attribute__((noinline)) void multiply_columns(RowBlocks rows, int steps, Left left,
                                                Rows<const float> right, Rows<float> out) {
  multiply_blocks<block_rows(COLUMNS), COLUMNS, ADD>(rows, steps, left, right, out);
}

/// Two columns of vectors that share most of their steps: the first alone takes `before` of them,
/// then both take `both`, then the second alone `after`.
struct TwoColumns {
  int before, both, after;
  const float* data;     // the first column's vectors, one after the other
  std::ptrdiff_t apart;  // from there to the second column's at the same step
};

template <int ROWS>
INLINE void multiply_two_block(Left left, TwoColumns right, Rows<float> out) {
  Vec first[ROWS][1] = {}, result[ROWS][2], second[ROWS][1];
  accumulate(right.before, left, {right.data, WIDTH}, first);
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) result[i][0] = first[i][0], result[i][1] = Vec{};
  left.data += right.before * left.step_stride;
  right.data += right.before * WIDTH;
  accumulate(right.both, left, {right.data, WIDTH}, result, right.apart);
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) second[i][0] = result[i][1];
  left.data += right.both * left.step_stride;
  right.data += right.both * WIDTH + right.apart;
  accumulate(right.after, left, {right.data, WIDTH}, second);
  const Lines<ROWS, float> to(out.data, out.stride);
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) {
    store(to[i], result[i][0]);
    store(to[i] + WIDTH, second[i][0]);
  }
}

template <int ROWS>
INLINE void multiply_two_blocks(RowBlocks blocks, Left left, TwoColumns right, Rows<float> out) {
  int count = ROWS == blocks.low ? blocks.count : ROWS == blocks.low + 1 ? blocks.higher : 0;
  for (; count; count--) {
    multiply_two_block<ROWS>(left, right, out);
    left.data += ROWS * left.row_stride;
    out.data += ROWS * out.stride;
  }
  if constexpr (ROWS > 1) multiply_two_blocks<ROWS - 1>(blocks, left, right, out);
}

/// out (rows, 2 vectors) = left (rows, steps) times the steps of two columns.
__attribute__((noinline)) inline void multiply_two(RowBlocks rows, Left left, TwoColumns right,
                                                   Rows<float> out) {
  multiply_two_blocks<block_rows(2)>(rows, left, right, out);
}

/// As many strips of COLUMNS vectors as fit, then narrower ones.
template <int COLUMNS, bool ADD>
inline void multiply_strips(int rows, int columns, int steps, Left left, Rows<const float> right,
                            Rows<float> out) {
  if (columns >= COLUMNS) {
    const RowBlocks blocks(rows, block_rows(COLUMNS));
    for (; columns >= COLUMNS; columns -= COLUMNS) {
      multiply_columns<COLUMNS, ADD>(blocks, steps, left, right, out);
      right.data += COLUMNS * WIDTH;
      out.data += COLUMNS * WIDTH;
    }
  }
  if constexpr (COLUMNS > 1)
    if (columns) multiply_strips<COLUMNS / 2, ADD>(rows, columns, steps, left, right, out);
}

/// out (rows, columns vectors) = left (rows, steps) right (steps, columns); ADD: += instead.
template <bool ADD>
inline void multiply(int rows, int columns, int steps, Left left, Rows<const float> right,
                     Rows<float> out) {
  const int first = std::min(steps, BLOCK_STEPS);
  multiply_strips<BLOCK_COLUMNS, ADD>(rows, columns, first, left, right, out);
  for (int done = first; done < steps; done += BLOCK_STEPS) {
    const Left rest{left.data + done * left.step_stride, left.row_stride, left.step_stride};
    const Rows<const float> below{right.data + done * right.stride, right.stride};
    multiply_strips<BLOCK_COLUMNS, true>(rows, columns, std::min(steps - done, BLOCK_STEPS), rest,
                                         below, out);
  }
}

}  // namespace fused
