// Vectors of floats, as wide as the machine's registers, in the compiler's own extension.
//
// Owns everything that depends on the width: loading, choosing, exponentials, transposing. No
// arithmetic instruction of one vendor is named here or elsewhere, so what compiles for AVX-512
// compiles for AVX2, SSE and NEON as well.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#define INLINE inline __attribute__((always_inline))

namespace fused {

#if defined(__AVX512F__)
constexpr int REGISTER_BYTES = 64;
#elif defined(__AVX__)
constexpr int REGISTER_BYTES = 32;
#else
constexpr int REGISTER_BYTES = 16;
#endif

#if defined(FUSED_WIDTH)
constexpr int WIDTH = FUSED_WIDTH;
#else
constexpr int WIDTH = REGISTER_BYTES / 4;
#endif

typedef float Vec __attribute__((vector_size(WIDTH * 4)));
typedef std::int32_t Ints __attribute__((vector_size(WIDTH * 4)));
typedef std::uint32_t Bits __attribute__((vector_size(WIDTH * 4)));

/// The least multiple of WIDTH that is not below count.
constexpr int padded(int count) { return (count + WIDTH - 1) / WIDTH * WIDTH; }

INLINE Vec load(const float* from) {
  Vec value;
  std::memcpy(&value, from, sizeof value);  // compilers make one unaligned load of it
  return value;
}

INLINE void store(float* to, Vec value) { std::memcpy(to, &value, sizeof value); }

/// The same number in every lane. Subtracting zero is free: unlike adding, it changes no number.
INLINE Vec all(float value) { return value - Vec{}; }

/// Hold a value in a register, where compilers would rather load it anew at each use.
template <typename Value>
INLINE void keep(Value& value) {
#if defined(__SSE__)
  if constexpr (sizeof value <= REGISTER_BYTES) __asm__("" : "+v"(value));
#elif defined(__aarch64__)
  if constexpr (sizeof value <= REGISTER_BYTES) __asm__("" : "+w"(value));
#else
  static_cast<void>(value);
#endif
}

/// The same for an address, where they would rather keep many multiples of a stride.
template <typename Float>
INLINE void keep(Float*& address) {
  __asm__("" : "+r"(address));
}

/// 0, 1, 2, … in the lanes.
INLINE Ints lane_numbers() {
  Ints lanes;
  for (int i = 0; i < WIDTH; i++) lanes[i] = i;
  return lanes;
}

/// The larger one; `b` where one is NaN.
INLINE Vec maximum(Vec a, Vec b) { return a > b ? a : b; }

/// Sum of the lanes, always in the same order.
INLINE float sum(Vec value) {
  float total = 0;
  for (int i = 0; i < WIDTH; i++) total += value[i];
  return total;
}

INLINE Vec square_root(Vec value) {
  for (int i = 0; i < WIDTH; i++) value[i] = std::sqrt(value[i]);
  return value;
}

constexpr float LOG2_E = 1.44269504f;

/// 2^x for x of at most 0, to 2 units in the last place; NaN stays NaN, below -125 ends at 2.4e-38.
///
/// x = n + f with a whole n: a polynomial gives 2^f (least relative error on -0.5 to 0.5, and 1 at
/// 0), and n goes to the exponent. Adding 1.5 * 2^23 rounds to a whole number, which then stands in
/// the low bits.
INLINE Vec power_of_two(Vec x) {
  constexpr float ROUNDER = 12582912.0f;
  Vec least = all(-125.0f);
  keep(least);
  x = maximum(least, x);
  const Vec shifted = x + ROUNDER;
  const Vec f = x - (shifted - ROUNDER);
  Vec p = f * 1.3264725407e-3f + 9.6715127680e-3f;
  p = p * f + 5.5507337492e-2f;
  p = p * f + 2.4022242083e-1f;
  p = p * f + 6.9314697760e-1f;
  p = p * f + 1.0f;
  Bits bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  bits = (bits << 23) + 0x3f800000u;
  Vec power;
  std::memcpy(&power, &bits, sizeof power);
  return p * power;
}

/// e^x for x of at most 0, likewise; its error grows with -x, to 2e-6 where 1e-9 is left.
INLINE Vec exponential(Vec x) { return power_of_two(x * LOG2_E); }

/// The lanes LANE of a and b side by side. GCC knows Clang's name for it from 12 on.
template <int... LANE>
INLINE Vec pick(Vec a, Vec b) {
#if defined(__clang__) || __GNUC__ >= 12
  return __builtin_shufflevector(a, b, LANE...);
#else
  return __builtin_shuffle(a, b, Ints{LANE...});
#endif
}

template <int HALF, std::size_t... LANE>
INLINE void swap_corners(Vec& upper, Vec& lower, std::index_sequence<LANE...>) {
  const Vec a = upper, b = lower;
  upper = pick<((LANE & HALF) ? WIDTH + LANE - HALF : LANE)...>(a, b);
  lower = pick<((LANE & HALF) ? WIDTH + LANE : LANE + HALF)...>(a, b);
}

/// Transpose a square of WIDTH rows: swap its off-diagonal quarters, then do the same inside each.
template <int HALF = WIDTH / 2>
INLINE void transpose_square(Vec (&rows)[WIDTH]) {
#pragma GCC unroll 16
  for (int i = 0; i < WIDTH; i++)
    if (!(i & HALF))
      swap_corners<HALF>(rows[i], rows[i + HALF], std::make_index_sequence<WIDTH>());
  if constexpr (HALF > 1) transpose_square<HALF / 2>(rows);
}

/// WIDTH rows, `stride` floats apart.
INLINE void load_square(const float* from, Vec (&rows)[WIDTH], std::ptrdiff_t stride = WIDTH) {
#pragma GCC unroll 16
  for (int k = 0; k < WIDTH; k++) rows[k] = load(from + k * stride);
}

INLINE void store_square(float* to, const Vec (&rows)[WIDTH], std::ptrdiff_t stride = WIDTH) {
#pragma GCC unroll 16
  for (int k = 0; k < WIDTH; k++) store(to + k * stride, rows[k]);
}

/// to (columns, rows) = from (rows, columns) transposed; both counts are multiples of WIDTH.
INLINE void transpose(const float* from, std::ptrdiff_t from_stride, int rows, int columns,
                      float* to, std::ptrdiff_t to_stride) {
  for (int i = 0; i < rows; i += WIDTH)
    for (int j = 0; j < columns; j += WIDTH) {
      Vec square[WIDTH];
      load_square(from + i * from_stride + j, square, from_stride);
      transpose_square(square);
      store_square(to + j * to_stride + i, square, to_stride);
    }
}

}  // namespace fused
