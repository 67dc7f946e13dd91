// Arrays of floats that vectors can work on.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>

namespace fused {

/// Zeroed floats on the border of a cache line. Owns them; can be moved, not copied.
class Floats {
 public:
  Floats() = default;
  explicit Floats(std::size_t count) : count_(count) {
    if (!count) return;
    data_ = static_cast<float*>(::operator new(count * sizeof(float), LINE));
    clear();
  }
  Floats(Floats&& other) noexcept : data_(other.data_), count_(other.count_) {
    other.data_ = nullptr;
    other.count_ = 0;
  }
  Floats& operator=(Floats&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
    return *this;
  }
  ~Floats() { ::operator delete(data_, LINE); }

  operator float*() { return data_; }
  operator const float*() const { return data_; }
  void clear() {
    if (count_) std::memset(data_, 0, count_ * sizeof(float));
  }

 private:
  static constexpr std::align_val_t LINE{64};
  float* data_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace fused
