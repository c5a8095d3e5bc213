#include "store/witness_desk.h"

#include <chrono>

namespace kwota::store {

WitnessDesk::WitnessDesk(const Witnesses& witnesses, const Mark& newest, Instant time, Duration look_again) : look_again_(look_again), newest_(newest), newest_at_(time) {
  for (const auto& witness : witnesses) places_.push_back({.witness = witness, .missed_since = {}});
  if (!places_.empty()) thread_ = std::thread([this] { work(); });
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
    if (mark.number > 0) tell(lock, mark, time);
    if (last) return;
  }
}

void WitnessDesk::tell(std::unique_lock<std::mutex>& lock, const Mark& mark, Instant time) {
  for (auto& place : places_) {
    if (place.told == mark.number) continue;
    lock.unlock();
    const bool told = place.witness->tell(mark, time).ok();
    lock.lock();
    if (!told && place.missed++ == 0) place.missed_since = time;
    if (!told) continue;
    place.told = mark.number;
    place.missed = 0;
  }
}

std::vector<WitnessAway> WitnessDesk::away() const {
  const std::lock_guard lock(mutex_);
  std::vector<WitnessAway> out;
  for (const auto& place : places_)
    if (place.missed >= missed_least && !place.witness->tells_of_itself()) out.push_back({place.witness->name(), place.missed_since});
  return out;
}

}  // namespace kwota::store
