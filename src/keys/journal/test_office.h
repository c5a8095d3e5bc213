// For tests: a utility's key people in books in memory, and decisions applied as the store applies them.
#pragma once
#include "base/cause.h"
#include "books/memory.h"
#include "people/approval.h"

namespace kwota::keys::test {

struct KeyOffice {
  KeyOffice() {
    books::Utility utility;
    utility.county = 0x13092500;
    books.put(utility);
    for (const auto& [name, roles] : {std::pair{"anna", "key_officer"},
                                      {"boris", "key_officer"},
                                      {"chen", "key_officer"},
                                      {"dina", "key_officer"},
                                      {"keller", "key_manager"},
                                      {"orlova", "key_manager"},
                                      {"novak", "security_auditor"},
                                      {"wang", "cashier"}}) {
      books::Operator row;
      row.name = row.full_name = name;
      row.roles = roles;
      books.put(row);
    }
  }
  /// Two officers hold their shares of the backup key, as before every ceremony.
  void hold_shares(std::size_t collected = 2) {
    for (std::size_t i = 0; i < 2; ++i) {
      books::KeyDevice share;
      share.serial = "KS-A1B2C3D4-" + std::to_string(i + 1);
      share.kind = books::KeyDeviceKind::backup_share;
      share.quota_count = 2;
      share.state = i < collected ? books::KeyDeviceStatus::active : books::KeyDeviceStatus::fresh;
      books.put(share);
    }
  }
  people::Context as(const std::string& who) const { return {*books.find<books::Operator>(who), "", "", now, Zone::utc()}; }
  template <class Answer>
  Result<Answer> apply(Result<books::Decision<Answer>> decision) {
    if (!decision.ok()) return std::move(decision).error();
    books.apply(decision->changes);
    return std::move(decision->answer);
  }
  /// What the first person needs from the second one: his number, once he has agreed.
  std::int64_t agreed(const Error& needed, const std::string& second = "orlova", const std::string& first = "keller") {
    const auto asked =
        apply(people::ask_approval(books, people::request_of(needed.details, "why"), as(first))).value();
    return apply(people::decide_approval(books, {asked.number, true, ""}, as(second))).value().number;
  }
  /// Asks, has the other manager agree, asks again with his word.
  template <class Decide>
  auto with_two(Decide decide) {
    auto first = decide(std::int64_t{0});
    if (first.ok() || cause_of(first.error()) != Cause::approval_needed) return apply(std::move(first));
    return apply(decide(agreed(first.error())));
  }
  std::vector<std::string> journal() const {
    std::vector<std::string> out;
    for (const auto& event : books.key_events()) out.push_back(event.what);
    return out;
  }

  books::Memory books;
  Instant now = parse_instant("2026-11-20T08:00:00Z").value();
};

}  // namespace kwota::keys::test
