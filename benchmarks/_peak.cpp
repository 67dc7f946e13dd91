// How many multiply-adds a second one core does when it does nothing else: the bound that no
// product of matrices can pass. Built and called by benchmarks/_peak.py, which gives LANES, the
// numbers of a vector.
#include <cstdint>

#ifndef LANES
#error "LANES: how many numbers a vector holds"
#endif

typedef float Vector __attribute__((vector_size(LANES * sizeof(float))));

// Enough sums that none waits for itself (a few cycles by two units), few enough that AVX2's 16
// registers hold them beside the two factors.
constexpr int SUMS = 12;

// Multiply-adds of `rounds` rounds: SUMS * LANES in each. The result only keeps them from being
// left out; sums approach 1 and neither overflow nor fade.
extern "C" float multiply_add(int64_t rounds) {
  Vector sum[SUMS], factor, addend;
  for (int lane = 0; lane < LANES; lane++) {
    factor[lane] = 0.75f;
    addend[lane] = 0.25f;
  }
  for (int i = 0; i < SUMS; i++) sum[i] = addend + float(i);
  // The factors might be known, so the compiler must not count on it.
  asm volatile("" : "+m"(factor), "+m"(addend));
  for (int64_t round = 0; round < rounds; round++)
    for (int i = 0; i < SUMS; i++) sum[i] = sum[i] * factor + addend;
  float total = 0;
  for (int i = 0; i < SUMS; i++)
    for (int lane = 0; lane < LANES; lane++) total += sum[i][lane];
  return total;
}

extern "C" int64_t flops_of_a_round() { return 2 * SUMS * LANES; }
