#include "work/office_link/strangers.h"

#include <algorithm>

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

}  // namespace kwota::office_link
