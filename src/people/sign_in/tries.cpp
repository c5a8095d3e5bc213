#include "people/sign_in/tries.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"

namespace kwota::people {
namespace {

Error locked(Instant until) {
  return error(Fault::refused, Cause::locked_out, "Too many wrong tries; wait, or ask an administrator.", {{"until", format_utc(until)}});
}

}  // namespace

void Tries::forget_old(Instant now) {
  std::erase_if(by_address_, [&](const auto& entry) { return now - entry.second.since > window; });
  if (by_name_.size() < kept_max) return;
  std::erase_if(by_name_, [&](const auto& entry) { return now - entry.second.last > lock_lasts; });
  // Still full: the longest untouched goes, so that whoever floods us with names costs himself the most.
  while (by_name_.size() >= kept_max)
    by_name_.erase(std::ranges::min_element(by_name_, {}, [](const auto& entry) { return entry.second.last; }));
}

std::optional<Instant> Tries::locked_anywhere(const std::string& name, const std::optional<books::Operator>& row, Instant now) const {
  std::optional<Instant> latest;
  const auto look = [&](const std::optional<Instant>& until) {
    if (until && *until > now && (!latest || *latest < *until)) latest = until;
  };
  if (row) look(row->locked_until);
  for (auto at = by_name_.lower_bound({name, ""}); at != by_name_.end() && at->first.first == name; ++at) look(at->second.locked_until);
  return latest;
}

std::optional<Instant> Tries::locked_until(const books::Operator& who, Instant now) const {
  const std::lock_guard lock(mutex_);
  return locked_anywhere(who.name, who, now);
}

Result<std::int64_t> Tries::begin(const Try& asked, const std::optional<books::Operator>& row) {
  const std::lock_guard lock(mutex_);
  forget_old(asked.now);
  auto& recent = by_address_.try_emplace(asked.address, Recent{asked.now, 0}).first->second;
  if (recent.count >= misses_per_window) {
    const auto wait = window - (asked.now - recent.since);
    return error(Fault::refused, Cause::rate_limited, "Too many tries: wait a minute.", {{"retry_after", fmt::format("{}", wait.ms() / 1000 + 1)}});
  }
  const auto [found, fresh] = by_name_.try_emplace({asked.name, asked.address}, Misses{0, {}, asked.now});
  auto& misses = found->second;
  if (fresh && row && row->tried_from == asked.address) {
    misses.failed = row->failed;
    misses.locked_until = row->locked_until;
  }
  if (misses.locked_until && *misses.locked_until > asked.now) return locked(*misses.locked_until);
  if (asked.purpose == Purpose::second_person) {
    if (const auto until = locked_anywhere(asked.name, row, asked.now)) return locked(*until);
  }
  ++recent.count;
  misses.last = asked.now;
  misses.locked_until.reset();
  const auto number = ++misses.failed;
  if (number >= tries_before_lock) {
    misses.failed = 0;
    misses.locked_until = asked.now + lock_lasts;
  }
  return number;
}

void Tries::no_miss(const std::string& address) {
  if (const auto recent = by_address_.find(address); recent != by_address_.end() && recent->second.count > 0) --recent->second.count;
}

void Tries::unfinished(const Try& asked, std::int64_t number) {
  const std::lock_guard lock(mutex_);
  no_miss(asked.address);
  const auto found = by_name_.find({asked.name, asked.address});
  if (found == by_name_.end()) return;
  auto& misses = found->second;
  const bool locked_by_this = number >= tries_before_lock;
  misses.failed = locked_by_this ? number - 1 : std::max<std::int64_t>(misses.failed - 1, 0);
  if (locked_by_this) misses.locked_until.reset();
}

void Tries::proved(const Try& asked) {
  const std::lock_guard lock(mutex_);
  by_name_.erase({asked.name, asked.address});
  no_miss(asked.address);
}

void Tries::lift(const std::string& name) {
  const std::lock_guard lock(mutex_);
  std::erase_if(by_name_, [&](const auto& entry) { return entry.first.first == name; });
}

}  // namespace kwota::people
