#include "people/sign_in/tries.h"

#include <algorithm>

#include "base/cause.h"

namespace kwota::people {
namespace {

Error locked(Instant until) {
  return error(Fault::refused, Cause::locked_out, "Too many wrong tries; wait, or ask an administrator.", {{"until", format_utc(until)}});
}

}  // namespace

bool counts_everywhere(const books::Operator& row) { return row.tried_from.starts_with(behind_password); }

std::string_view address_of_tries(const books::Operator& row) {
  return std::string_view(row.tried_from).substr(counts_everywhere(row) ? behind_password.size() : 0);
}

void Tries::forget_old(Instant now) {
  if (by_name_.size() < kept_max) return;
  std::erase_if(by_name_, [&](const auto& entry) { return now - entry.second.last > lock_lasts; });
  // Still full: the longest untouched goes, so that whoever floods us with names costs himself the most.
  while (by_name_.size() >= kept_max)
    by_name_.erase(std::ranges::min_element(by_name_, {}, [](const auto& entry) { return entry.second.last; }));
}

std::optional<Instant> Tries::locked_anywhere(const std::string& name, const std::optional<books::Operator>& row, Instant now) const {
  std::optional<Instant> latest;
  const auto look = [&](const std::optional<Instant>& until) {
    if (is_locked(until, now) && (!latest || *latest < *until)) latest = until;
  };
  if (row) look(row->locked_until);
  if (const auto behind = behind_.find(name); behind != behind_.end()) look(behind->second.locked_until);
  for (auto at = by_name_.lower_bound({name, ""}); at != by_name_.end() && at->first.first == name; ++at) look(at->second.locked_until);
  return latest;
}

std::optional<Instant> Tries::locked_until(const books::Operator& who, Instant now) const {
  const std::lock_guard lock(mutex_);
  return locked_anywhere(who.name, who, now);
}

std::int64_t Tries::count(Misses& misses, Instant now) {
  misses.last = now;
  misses.locked_until.reset();
  const auto number = ++misses.failed;
  if (number >= tries_before_lock) {
    misses.failed = 0;
    misses.locked_until = now + lock_lasts;
  }
  return number;
}

void Tries::take_back(Misses& misses, std::int64_t number) {
  const bool locked_by_this = number >= tries_before_lock;
  misses.failed = locked_by_this ? number - 1 : std::max<std::int64_t>(misses.failed - 1, 0);
  if (locked_by_this) misses.locked_until.reset();
}

Result<std::int64_t> Tries::begin(const Try& asked, const std::optional<books::Operator>& row) {
  const std::lock_guard lock(mutex_);
  forget_old(asked.now);
  MUST(by_address_.may_try(asked.address, asked.now));
  const auto [found, fresh] = by_name_.try_emplace({asked.name, asked.address}, Misses{0, {}, asked.now});
  auto& misses = found->second;
  if (fresh && row && row->tried_from == asked.address) {
    misses.failed = row->failed;
    misses.locked_until = row->locked_until;
  }
  if (is_locked(misses.locked_until, asked.now)) return locked(*misses.locked_until);
  if (asked.purpose == Purpose::second_person) {
    if (const auto until = locked_anywhere(asked.name, row, asked.now)) return locked(*until);
  }
  by_address_.count(asked.address, asked.now);
  return count(misses, asked.now);
}

Result<std::int64_t> Tries::begin_second(const Try& asked, const std::optional<books::Operator>& row) {
  const std::lock_guard lock(mutex_);
  const auto [found, fresh] = behind_.try_emplace(asked.name, Misses{0, {}, asked.now});
  auto& misses = found->second;
  if (fresh && row && counts_everywhere(*row)) {
    misses.failed = row->failed;
    misses.locked_until = row->locked_until;
  }
  if (is_locked(misses.locked_until, asked.now)) return locked(*misses.locked_until);
  return count(misses, asked.now);
}

void Tries::unfinished(const Try& asked, std::int64_t number) {
  const std::lock_guard lock(mutex_);
  by_address_.forgive(asked.address);
  const auto found = by_name_.find({asked.name, asked.address});
  if (found != by_name_.end()) take_back(found->second, number);
}

void Tries::unfinished_second(const Try& asked, std::int64_t number) {
  const std::lock_guard lock(mutex_);
  if (const auto found = behind_.find(asked.name); found != behind_.end()) take_back(found->second, number);
}

void Tries::proved(const Try& asked, bool second) {
  const std::lock_guard lock(mutex_);
  if (second) behind_.erase(asked.name);
  by_name_.erase({asked.name, asked.address});
  by_address_.forgive(asked.address);
}

void Tries::lift(const std::string& name) {
  const std::lock_guard lock(mutex_);
  std::erase_if(by_name_, [&](const auto& entry) { return entry.first.first == name; });
  behind_.erase(name);
}

}  // namespace kwota::people
