// Threads that share the work of a step: the caller's, and helpers that sleep in between.
//
// Own threads rather than OpenMP, which Apple's compiler does not have.
#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "denormals.h"

namespace fused {

/// Does numbered parts of some work on several threads. Not for several callers.
///
/// Whichever thread is free takes the next part, so a slow core holds nobody up; a helper that
/// wakes too late finds nothing left, and nobody waits for it. Results must not depend on who does
/// what.
class Team {
 public:
  Team() = default;
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  ~Team() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      leaving_ = true;
    }
    wake_.notify_all();
    for (std::thread& helper : helpers_) helper.join();
  }

  /// Have `threads` threads, the caller's included, or as many as the system grants.
  void grow(int threads) {
    try {
      while (size() < threads) {
        const int number = size();
        helpers_.emplace_back([this, number] { help(number); });
      }
    } catch (const std::exception&) {
      // The work is done all the same, by fewer.
    }
  }

  int size() const { return static_cast<int>(helpers_.size()) + 1; }

  /// work(part, thread) for all parts, on at most so many threads; thread 0 is the caller's.
  template <typename Work>
  void share(int parts, int threads, const Work& work) {
    if (threads < 2 || helpers_.empty()) {
      for (int part = 0; part < parts; part++) work(part, 0);
      return;
    }
    std::unique_lock<std::mutex> lock(mutex_);
    call_ = [](const void* what, int part, int thread) {
      (*static_cast<const Work*>(what))(part, thread);
    };
    what_ = &work;
    next_ = 0;
    parts_ = parts;
    threads_ = threads;
    wake_.notify_all();
    take_parts(lock, 0);
    finished_.wait(lock, [this] { return working_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_, finished_;
  bool leaving_ = false;
  int parts_ = 0, next_ = 0;       // of the work at hand; the first part that nobody has taken
  int threads_ = 1, working_ = 0;  // that may take parts; that are at one
  void (*call_)(const void* what, int part, int thread) = nullptr;
  const void* what_ = nullptr;
  std::vector<std::thread> helpers_;

  void take_parts(std::unique_lock<std::mutex>& lock, int thread) {
    while (next_ < parts_) {
      const int part = next_++;
      working_++;
      lock.unlock();
      call_(what_, part, thread);
      lock.lock();
      working_--;
    }
  }

  void help(int thread) {
    const FlushDenormals flushed;
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      wake_.wait(lock, [&] { return leaving_ || (thread < threads_ && next_ < parts_); });
      if (leaving_) return;
      take_parts(lock, thread);
      if (working_ == 0) finished_.notify_one();
    }
  }
};

}  // namespace fused
