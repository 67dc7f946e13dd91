// Numbers too small for full precision count as zero while work is done: they cost a hundred times
// as much. Each thread has its own switch, so both must throw it to get the same bits.
#pragma once

#include <cstdint>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace fused {

/// Flushes denormals to zero for as long as it lives, on this thread.
class FlushDenormals {
 public:
  FlushDenormals() : before_(read()) { write(before_ | FLUSH); }
  ~FlushDenormals() { write(before_); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__SSE__)
  using Word = unsigned int;
  static constexpr Word FLUSH = 0x8040;  // results and operands
  static Word read() { return _mm_getcsr(); }
  static void write(Word word) { _mm_setcsr(word); }
#elif defined(__aarch64__)
  using Word = std::uint64_t;
  static constexpr Word FLUSH = 1u << 24;
  static Word read() {
    Word word;
    __asm__ volatile("mrs %0, fpcr" : "=r"(word));
    return word;
  }
  static void write(Word word) { __asm__ volatile("msr fpcr, %0" : : "r"(word)); }
#else
  using Word = unsigned int;
  static constexpr Word FLUSH = 0;
  static Word read() { return 0; }
  static void write(Word) {}
#endif
  const Word before_;
};

}  // namespace fused
