#include "work/office_link/strangers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "work/office_link/envelope.h"

namespace kwota::office_link {

void Strangers::knocked(const std::string& key, const std::string& from, std::int64_t now_us) {
  const auto heard_before = std::ranges::find(all_, key, &One::key);
  if (heard_before != all_.end()) {
    heard_before->heard_us = now_us;
    return;
  }
  std::erase_if(all_, [&](const One& one) { return one.heard_us < now_us - rest_us; });
  const bool looked_for = !wanted_.empty() && fingerprint(key) == wanted_;
  const auto from_there = static_cast<std::size_t>(std::ranges::count(all_, from, &One::from));
  if (!looked_for && (from_there >= of_one_address_max || all_.size() >= kept_max)) return;
  if (all_.size() >= kept_max) all_.pop_back();
  all_.push_back({key, from, now_us});
}

void Strangers::forget(const std::string& key) {
  std::erase_if(all_, [&](const One& one) { return one.key == key; });
}

std::vector<std::string> Strangers::all() const {
  std::vector<std::string> out;
  for (const auto& one : all_) out.push_back(fingerprint(one.key));
  return out;
}

std::string Strangers::key_of(const std::string& wanted) const {
  const auto found = std::ranges::find_if(all_, [&](const One& one) { return fingerprint(one.key) == wanted; });
  return found == all_.end() ? std::string{} : found->key;
}

Result<void> Knocks::begin(const std::string& from, std::int64_t now_us) {
  std::erase_if(by_address_, [&](const auto& entry) { return now_us - entry.second.since_us > window_us; });
  auto& recent = by_address_.try_emplace(from, Recent{now_us, 0}).first->second;
  if (recent.count >= in_vain_max)
    return error(Fault::refused, Cause::rate_limited, "Too many tries: wait a minute.", {{"retry_after", fmt::format("{}", (window_us - (now_us - recent.since_us)) / 1'000'000 + 1)}});
  ++recent.count;
  return {};
}

void Knocks::heard(const std::string& from) {
  if (const auto found = by_address_.find(from); found != by_address_.end() && found->second.count > 0) --found->second.count;
}

}  // namespace kwota::office_link
