// Dropout whose random numbers follow from where they are used.
//
// Owns a counter-based generator: each number is a hash of seed, sequence, layer, site and index.
// Nothing has to be kept for the backward pass, and no thread can disturb another.
#pragma once

#include <cstdint>

#include "vectors.h"

namespace fused {

enum class Site : std::uint64_t { embedding, attention, attention_branch, mlp_branch };

/// Which activations of one site of one sequence are dropped; their indices are below 2^32.
class Dropout {
 public:
  /// Nothing is dropped.
  Dropout() = default;

  Dropout(float rate, std::uint64_t seed, std::uint64_t sequence, std::uint64_t layer, Site site)
      : active_(rate > 0),
        threshold_(static_cast<std::uint32_t>(rate * 16777216.0f)),
        scale_(1 / (1 - rate)) {
    const std::uint64_t where = (sequence * 64 + layer) * 4 + static_cast<std::uint64_t>(site);
    const std::uint64_t key = mixed(seed + mixed(where));
    low_ = static_cast<std::uint32_t>(key);
    high_ = static_cast<std::uint32_t>(key >> 32);
  }

  bool active() const { return active_; }

  /// What WIDTH activations from `index` on are multiplied by: 0 or 1 / (1 - rate).
  Vec factors(std::uint32_t index) const {
    Bits x = reinterpret_cast<Bits>(lane_numbers()) + index;
    x = hashed(x + low_) ^ high_;
    x = hashed(x) >> 8;
    return x >= threshold_ ? all(scale_) : Vec{};
  }

 private:
  bool active_ = false;
  std::uint32_t threshold_ = 0, low_ = 0, high_ = 0;
  float scale_ = 1;

  /// Sebastiano Vigna's splitmix64.
  static std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
  }

  /// Chris Wellons' lowbias32.
  static Bits hashed(Bits x) {
    x = (x ^ (x >> 16)) * 0x7feb352du;
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x ^ (x >> 16);
  }
};

}  // namespace fused
