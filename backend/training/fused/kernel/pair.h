// Two threads that share the work of a step: the caller's, and one that sleeps in between.
//
// Own threads rather than OpenMP, which Apple's compiler does not have.
#pragma once

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "denormals.h"

namespace fused {

/// Does work(0) and work(1): one after the other, or at the same time where the system grants a
/// thread. Not for several callers.
class Pair {
 public:
  Pair() = default;
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  ~Pair() {
    if (!helper_.joinable()) return;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      state_ = State::leave;
    }
    changed_.notify_all();
    helper_.join();
  }

  template <typename Work>
  void both(bool together, const Work& work) {
    if (!together || !has_helper()) {
      work(0);
      work(1);
      return;
    }
    hand_over([](const void* what) { (*static_cast<const Work*>(what))(1); }, &work);
    work(0);
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return state_ == State::idle; });
  }

 private:
  enum class State { idle, working, leave };

  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::idle;
  void (*call_)(const void*) = nullptr;
  const void* what_ = nullptr;
  std::thread helper_;

  bool has_helper() {
    if (helper_.joinable()) return true;
    try {
      helper_ = std::thread([this] { help(); });
    } catch (const std::system_error&) {
      return false;  // no thread to be had: the work is done all the same
    }
    return true;
  }

  void hand_over(void (*call)(const void*), const void* what) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      call_ = call;
      what_ = what;
      state_ = State::working;
    }
    changed_.notify_all();
  }

  void help() {
    const FlushDenormals flushed;
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return state_ != State::idle; });
      if (state_ == State::leave) return;
      lock.unlock();
      call_(what_);
      lock.lock();
      state_ = State::idle;
      changed_.notify_all();
    }
  }
};

}  // namespace fused
