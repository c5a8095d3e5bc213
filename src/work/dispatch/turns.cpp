#include "work/dispatch/turns.h"

namespace kwota::dispatch {

void Turns::renew(std::vector<books::MeterLink> due) {
  waiting_.clear();
  free_.clear();
  for (auto& link : due) {
    const auto& line = books::line_of(link);
    auto& queue = waiting_[line];
    if (queue.empty() && !taken_.contains(line)) free_.push_back(line);
    queue.push_back(std::move(link));
  }
}

std::optional<books::MeterLink> Turns::next() {
  if (free_.empty()) return std::nullopt;
  const auto found = waiting_.find(free_.front());
  taken_.insert(std::move(free_.front()));
  free_.pop_front();
  auto link = std::move(found->second.front());
  found->second.pop_front();
  if (found->second.empty()) waiting_.erase(found);
  return link;
}

bool Turns::take(const books::MeterLink& link) {
  const auto& line = books::line_of(link);
  if (!taken_.insert(line).second) return false;
  std::erase(free_, line);
  return true;
}

void Turns::release(const books::MeterLink& link) {
  const auto& line = books::line_of(link);
  if (taken_.erase(line) == 1 && waiting_.contains(line)) free_.push_back(line);
}

}  // namespace kwota::dispatch
