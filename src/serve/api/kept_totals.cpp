#include "serve/api/kept_totals.h"

#include <algorithm>

namespace kwota::serve {
namespace {

/// What is counted: the list and its filters, whatever the page and the sort. Lengths keep texts apart.
std::string name_of(const store::ListRequest& request) {
  std::vector<std::string> parts;
  for (const auto& filter : request.filters) parts.push_back(filter.column + ' ' + std::string(word_of(filter.how)) + ' ' + filter.value);
  std::ranges::sort(parts);
  parts.insert(parts.begin(), {request.view, request.station, request.search, request.personal ? "all" : "masked"});
  parts.push_back(request.condition.sql);
  for (const auto& value : request.condition.bound) {
    const auto* text = std::get_if<std::string>(&value);
    const auto* number = std::get_if<std::int64_t>(&value);
    parts.push_back(text != nullptr ? *text : number != nullptr ? std::to_string(*number) : "");
  }
  std::string name;
  for (const auto& part : parts) name += std::to_string(part.size()) + ':' + part;
  return name;
}

}  // namespace

std::optional<KeptTotals::Kept> KeptTotals::find(const store::ListRequest& request, std::int64_t newest_group) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(name_of(request));
  if (found == kept_.end()) return std::nullopt;
  const bool first = !request.cursor;
  return !first || found->second.group == newest_group ? std::optional(found->second) : std::nullopt;
}

void KeptTotals::keep(const store::ListRequest& request, Kept kept) {
  const std::lock_guard lock(mutex_);
  auto name = name_of(request);
  if (!kept_.contains(name)) oldest_.push_back(name);
  kept_[std::move(name)] = std::move(kept);
  if (oldest_.size() <= kept_max) return;
  kept_.erase(oldest_.front());
  oldest_.pop_front();
}

}  // namespace kwota::serve
