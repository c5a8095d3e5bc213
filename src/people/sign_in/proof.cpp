#include "base/cause.h"
#include "books/audit_entry.h"
#include "people/sign_in/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kwota::people {
namespace {

struct Actions {
  std::string_view right, refused;
};

Actions actions_of(Purpose purpose) {
  constexpr std::array<Actions, 3> all{{{"sign_in", "sign_in_refused"},
                                        {"own_password_proved", "own_password_refused"},
                                        {"second_person", "second_person_refused"}}};
  return all[static_cast<std::size_t>(purpose)];
}

std::int64_t most_misses(const Compared& compared) { return std::max(compared.misses, compared.second.value_or(0)); }

Error refusal_of(const Compared& compared) {
  const auto left = tries_before_lock - most_misses(compared);
  if (left <= 0)
    return error(Fault::refused, Cause::locked_out, "Too many wrong tries; wait, or ask an administrator.",
                 {{"until", format_utc(compared.asked.now + lock_lasts)}});
  if (compared.matched)
    return error(Fault::request, "wrong_code", "The code is not right, or was used already; each is good once, for half a minute. Type the next one.", {{"tries_left", fmt::format("{}", left)}});
  if (compared.asked.purpose == Purpose::second_person)
    return error(Fault::refused, "wrong_password_second", "Name or password of the second person is not right. Nothing was booked.",
                 {{"tries_left", fmt::format("{}", left)}});
  return error(Fault::request, Cause::wrong_password, "Name or password is wrong.", {{"tries_left", fmt::format("{}", left)}});
}

books::Audit entry_of(const Compared& compared, bool right, const std::optional<books::Operator>& row) {
  const auto actions = actions_of(compared.asked.purpose);
  return books::audit_entry({row ? row->name : "", std::string(right ? actions.right : actions.refused), compared.station}, row ? "operator/" + row->name : "operator", compared.details.empty() ? "{}" : compared.details);
}

bool is_code_good(const Compared& compared, const books::Operator& row) {
  const auto& [asked, step] = compared.code;
  return (!asked && !asks_for_code(row, compared.asked.purpose)) || (step && *step > row.factor_step);
}

/// What a restart must not forget. A row remembers one place; misses behind a right password are not pushed out by those of a stranger.
void remember_miss(const Compared& compared, books::Operator& row) {
  const bool stands = counts_everywhere(row) && (row.failed > 0 || is_locked(row.locked_until, compared.asked.now));
  if (stands && !compared.second) return;
  if (compared.second && !counts_everywhere(row)) row.locked_until.reset();  // one address was locked, not the name
  const auto misses = compared.second.value_or(compared.misses);
  const bool locks = misses >= tries_before_lock;
  row.failed = locks ? 0 : misses;
  row.tried_from = compared.second ? std::string(behind_password) + compared.asked.address : compared.asked.address;
  if (locks) row.locked_until = compared.asked.now + lock_lasts;
}

}  // namespace

bool asks_for_code(const books::Operator& row, Purpose purpose) { return row.second_factor && purpose != Purpose::own_password; }

bool may_prove(const books::Operator& row, Purpose purpose) {
  return row.state == books::OperatorStatus::active && (purpose != Purpose::second_person || !row.must_change);
}

Result<books::Decision<Proved>> proved(const books::Reader& books, const Compared& compared) {
  auto row = books.find<books::Operator>(compared.asked.name);
  const bool right = compared.matched && row && may_prove(*row, compared.asked.purpose) && is_code_good(compared, *row);
  books::Decision<Proved> decision{{{}, {entry_of(compared, right, row)}}, {.right = right}};
  if (!decision.answer.right) decision.answer.refusal = refusal_of(compared);
  if (!row) return decision;
  const auto before = *row;
  if (!decision.answer.right) {
    remember_miss(compared, *row);
  } else if (counts_everywhere(*row) ? compared.second.has_value() : row->tried_from == compared.asked.address) {
    row->failed = 0;
    row->tried_from.clear();
    row->locked_until.reset();
  }
  if (right && compared.code.step) row->factor_step = *compared.code.step;
  if (row->failed != before.failed || row->tried_from != before.tried_from || row->locked_until != before.locked_until || row->factor_step != before.factor_step)
    decision.changes.put.emplace_back(*row);
  decision.answer.who = *row;
  return decision;
}

}  // namespace kwota::people
