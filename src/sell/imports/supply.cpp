// What a supply is made of beside its registers: who lives there, over which line its meter is reached, what was owed before we came.
#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "books/lookup.h"
#include "sell/debt/keep.h"
#include "sell/imports/importable.h"
#include "sell/remote/link.h"
#include "sell/rooms/occupants.h"

namespace kwota::imports {
namespace {

using Judged = Result<Outcome>;

Result<std::optional<books::Occupant>> known_occupant(const books::Reader& books, const Cells& cells, const books::Occupant& said) {
  TRY(number, cells.number("number", 0));
  if (number != 0) return books.find<books::Occupant>(said.service_point, number);
  // A file of another program knows no numbers of ours: whoever moved in there on that day under that name is the same.
  const auto all = books.select<books::Occupant>(said.service_point);
  const auto same = std::ranges::find_if(all, [&](const books::Occupant& one) { return one.name == said.name && one.identity == said.identity && one.moved_in == said.moved_in; });
  return same == all.end() ? std::nullopt : std::optional(*same);
}

Judged judge_occupant(const books::Reader& books, const Cells& cells, const Context& context) {
  books::Occupant row;
  row.service_point = cells.text("service_point");
  row.name = cells.text("name");
  row.identity = cells.text("identity");
  row.phone = cells.text("phone");
  row.moved_in = cells.text("moved_in");
  row.moved_out = cells.text("moved_out");
  TRY(before, known_occupant(books, cells, row));
  if (before) {
    row.number = before->number;
    if (outcome_of(before, row).changes.put.empty()) return Outcome{};
  }
  TRY(put, before ? rooms::correct(books, row, context) : rooms::move_in(books, row, context));
  return outcome_of(before, std::move(put.answer));
}

Judged judge_link(const books::Reader& books, const Cells& cells, const Context& context) {
  TRY(meter, cells.meter("meter"));
  remote::LinkRequest request{.meter = meter, .address = cells.text("address"), .line = cells.text("line"), .protocol = cells.text("protocol"), .stopped = false};
  const auto before = books.find<books::MeterLink>(meter);
  TRY(state, cells.word("state", before ? before->state : books::LinkStatus::active));
  request.stopped = state == books::LinkStatus::stopped;
  TRY(put, remote::connect(books, request, context));
  auto row = std::move(put.answer);
  if (before) row.changed = before->changed;
  auto out = outcome_of(before, row);
  if (!out.changes.put.empty()) out.changes = std::move(put.changes);
  return out;
}

/// The account of a row: by its own number, or by its meter.
Result<std::int64_t> account_of(const books::Reader& books, const Cells& cells) {
  TRY(number, cells.number("account", 0, account_most));
  if (number != 0 || cells.text("meter").empty()) return number;
  TRY(meter, cells.meter("meter"));
  const auto account = books::account_of_meter(books, meter);
  if (!account) return error(Fault::request, "no_account_at_meter", "Nobody has an account at this meter; correct its number, or open the account first. Nothing was imported for it.", {{"meter", to_text(meter)}});
  return account->number;
}

/// By the same document more is owed than the books say, or less than without its interest: no file changes that, and nobody should believe that it did.
Judged same_debt(const books::Reader& books, const books::Debt& known, const std::string& amount) {
  const int digits = books::minor_digits_of(books);
  if (const auto said = parse_money(amount, digits); said.ok() && *said <= known.amount && *said >= known.amount - known.interest) return Outcome{};
  return error(Fault::request, "debt_known_otherwise", "This document is in the books with another amount; correct the file, or the debt where it stands. Nothing was imported.",
               {{"document", known.document}, {"debt", fmt::format("{}", known.number)}, {"amount", format_money(known.amount, digits)}});
}

/// A debt by the same document is the same debt: what it became since is not the file's any more.
Judged judge_debt(const books::Reader& books, const Cells& cells, const Context& context) {
  TRY(account, account_of(books, cells));
  const debts::RaiseRequest request{.account = account,
                                    .kind = cells.text("kind"),
                                    .origin = cells.text("origin"),
                                    .document = cells.text("document"),
                                    .amount = cells.amount("amount"),
                                    .since = cells.day("since_day"),
                                    .interest = cells.text("interest_rate"),
                                    .interest_from = cells.day("interest_to"),
                                    .recovery = {.rule = cells.text("rule"), .value = cells.text("value"), .from = cells.text("rule_from"), .instalments = {}},
                                    .remark = cells.text("remark")};
  for (const auto& known : books.select(books::Debt::of_account, account))
    if (!request.document.empty() && known.document == request.document && known.kind == request.kind) return same_debt(books, known, request.amount);
  TRY(put, debts::raise_of_file(books, request, context));
  return Outcome{std::move(put.changes), true};
}

}  // namespace

std::vector<Importable> supply_registers() {
  return {{"occupants",
           {{"service_point", true}, {"number", false}, {"name", true}, {"identity", false}, {"phone", false}, {"moved_in", false}, {"moved_out", false}},
           {},
           {"address", "also_in"},
           {},
           "",
           judge_occupant},
          {"links", {{"meter", true}, {"address", true}, {"line", false}, {"protocol", false}, {"state", false}}, {"meter"}, {"trouble", "authentication_failures", "changed", "account", "waiting", "last_seen"}, {}, "", judge_link},
          {"debts",
           {{"account", false}, {"meter", false}, {"kind", true}, {"origin", false}, {"document", true}, {"amount", true}, {"since_day", false}, {"interest_rate", false}, {"interest_to", false}, {"rule", false}, {"value", false}, {"rule_from", false}, {"remark", false}},
           {},
           {"number", "customer", "customer_name", "written_off", "raised", "percent_e2", "interest_e2", "interest", "part_percent", "part", "pause_from", "pause_until", "pause_reason", "paused_by", "pause_approved_by", "raised_by", "approved_by", "changed", "recovered", "left", "state"},
           {},
           "",
           judge_debt}};
}

}  // namespace kwota::imports
