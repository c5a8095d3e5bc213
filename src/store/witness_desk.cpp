#include "store/witness_desk.h"

#include <chrono>

namespace kwota::store {

WitnessDesk::WitnessDesk(Witnesses witnesses, const Mark& newest, Instant time, Duration look_again) : witnesses_(std::move(witnesses)), look_again_(look_again), newest_(newest), newest_at_(time) {
  if (!witnesses_.empty()) thread_ = std::thread([this] { work(); });
}

WitnessDesk::~WitnessDesk() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  due_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WitnessDesk::committed(const Mark& mark, Instant time) {
  {
    const std::lock_guard lock(mutex_);
    newest_ = mark;
    newest_at_ = time;
    if (time >= published_at_ && time - published_at_ < witness_pause) return;
    wanted_ = true;
  }
  due_.notify_one();
}

void WitnessDesk::publish_now() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  due_.notify_one();
}

void WitnessDesk::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    due_.wait_for(lock, std::chrono::milliseconds(look_again_.ms()), [this] { return wanted_ || stopping_; });
    const bool last = stopping_;
    wanted_ = false;
    const auto mark = newest_;
    const auto time = published_at_ = newest_at_;
    if (mark.number > 0 && mark.number != told_) {
      lock.unlock();
      const bool all = tell(mark, time);
      lock.lock();
      if (all) told_ = mark.number;
    }
    if (last) return;
  }
}

bool WitnessDesk::tell(const Mark& mark, Instant time) const {
  bool all = true;
  for (const auto& witness : witnesses_) all = witness->tell(mark, time).ok() && all;
  return all;
}

}  // namespace kwota::store
