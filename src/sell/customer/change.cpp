#include "sell/customer/change.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/cause.h"
#include "base/ids_text.h"
#include "base/text/text_gate.h"
#include "books/lookup.h"
#include "sell/customer/receipt_numbers.h"

namespace kwota::customer {
namespace {

template <class Row>
books::Decision<Row> put(const Row& row) {
  return {{{row}, {}}, row};
}

Error no_such_till(const std::string& till) { return error(Fault::request, Cause::not_found, "There is no such till.", {{"what", till}}); }
Error name_missing(const char* field = "name") { return error(Fault::request, "name_missing", "Give it a name.", {{"field", field}}); }

Result<void> known_station(const books::Reader& books, const std::string& code) {
  if (books.find<books::Station>(code)) return Done{};
  return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", code}});
}

/// What their codes stand for is counted with: amperes, months, an amount, how many times, how many rates.
bool holds_numbers(books::CodeKind kind) {
  using enum books::CodeKind;
  constexpr std::array those{multiplier, capacity, model, constant, test_interval};
  return std::ranges::find(those, kind) != those.end();
}

bool is_number(std::string_view text) {
  const auto point = text.find('.');
  return point == std::string_view::npos ? is_digits(text) : is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

/// Villages are below stations, areas in villages, buildings in either.
bool lies_in(books::PlaceKind kind, books::PlaceKind parent) {
  return kind != books::PlaceKind::village && parent < kind;
}

std::optional<books::PlanVersion> version(const books::Reader& books, const std::string& plan, const std::string& from) {
  for (const auto& row : books.select<books::PlanVersion>(plan))
    if (row.from == from) return row;
  return std::nullopt;
}

Error version_used(const std::string& plan, const std::string& from) {
  return error(Fault::refused, "plan_version_used", "This version is in use and is not edited; a correction is a new version.",
               {{"plan", plan}, {"from", from}});
}

Error unknown_plan(const std::string& plan) {
  return error(Fault::request, "unknown_plan", "There is no such price plan.", {{"plan", plan}});
}

/// The draft of an account whose customer, service point and meter are right.
Result<books::Decision<books::Account>> draft_of(const books::Reader& books, books::Account row) {
  if (!row.station.empty()) MUST(known_station(books, row.station));
  MUST(plan_in_use(books, row.plan));
  MUST(books::not_out_of_use(books, books::CodeKind::usage_class, row.usage_class));
  MUST(free_meter(books, row.meter, row.number));
  if (const auto before = books.find<books::Account>(row.number); before && before->state != books::AccountStatus::draft)
    return error(Fault::refused, "in_use", "This account is open; it is not a draft any more.", {{"object", fmt::format("{}", row.number)}});
  if (row.number == 0) row.number = books::next_number<books::Account>(books);
  row.state = books::AccountStatus::draft;
  return put(row);
}

}  // namespace

Result<books::Decision<books::Customer>> put_customer(const books::Reader& books, books::Customer row, Instant now) {
  if (row.number.is_zero()) {
    TRY(added, known_or_new(books, row, row.station, now));
    return put(added);
  }
  MUST(check(books, row));
  const auto before = books.find<books::Customer>(row.number);
  row.created = before ? before->created : now;
  if (before) row.state = before->state, row.state_reason = before->state_reason;
  return put(row);
}

Result<books::Decision<books::ServicePoint>> put_service_point(const books::Reader& books, const books::ServicePoint& row) {
  MUST(check(books, row));
  return put(row);
}

Result<books::Decision<books::Meter>> put_meter(const books::Reader& books, books::Meter row) {
  MUST(check(books, row));
  if (const auto before = books.find<books::Meter>(row.number)) {
    if (row.commodity != before->commodity && (before->state == books::MeterStatus::installed || before->statements > 0))
      return error(Fault::refused, "in_use", "This meter serves somebody; what it measures is not changed.", {{"object", to_text(row.number)}});
    row.unit = before->unit;
    row.sold = before->sold;
    row.revision = before->revision;
    row.applied = before->applied;
    row.statements = before->statements;
    row.state = before->state;
    row.service_point = before->service_point;
  } else {
    if (!row.service_point.empty()) MUST(books::point_in_use(books, row.service_point));
    row = books::Meter{row.number, row.model, row.maker, row.capacity, row.ct, row.pt, row.service_point, books::MeterStatus::stock, Unit::money, row.commodity, {}, 0, {}, 0, {}, 0};
  }
  return put(row);
}

Result<books::Decision<books::Place>> put_place(const books::Reader& books, const books::Place& row) {
  MUST(text_gate::admit_code(row.code));
  if (row.name.empty()) return name_missing();
  MUST(known_station(books, row.station));
  if (row.parent.empty()) return put(row);
  const auto parent = books.find<books::Place>(row.parent);
  if (!parent || !lies_in(row.kind, parent->kind))
    return error(Fault::request, "unknown_place", "A transformer area lies in a village of the list, a building in a village or an area.", {{"place", row.parent}});
  return put(row);
}

Result<books::Decision<books::Station>> put_station(const books::Reader& books, const books::Station& row) {
  MUST(text_gate::admit_code(row.code));
  if (row.name.empty()) return name_missing();
  const bool plain = std::ranges::all_of(row.receipt_prefix, [](char c) { return is_capital_letter(c) || is_digit(c); });
  if (row.receipt_prefix.empty() || row.receipt_prefix.size() > 6 || !plain)
    return error(Fault::request, "bad_value", "A receipt prefix has 1 to 6 capital letters and digits.", {{"value", row.receipt_prefix}});
  if (const auto before = books.find<books::Station>(row.code); before && before->receipt_prefix != row.receipt_prefix)
    return error(Fault::refused, "in_use", "The receipts of this station bear its prefix; it is not changed.", {{"object", before->receipt_prefix}});
  MUST(prefix_apart(books, row));
  return put(row);
}

Result<books::Decision<books::Till>> put_till(const books::Reader& books, books::Till row) {
  MUST(text_gate::admit_code(row.code));
  MUST(known_station(books, row.station));
  MUST(receipts_apart(books, row));
  const auto before = books.find<books::Till>(row.station, row.code);
  row.next_receipt = before ? before->next_receipt : 1;
  row.next_shift = before ? before->next_shift : 1;
  if (const auto other = row.reader.empty() ? std::nullopt : books::till_of_reader(books, row.reader);
      other && (other->station != row.station || other->code != row.code))
    return error(Fault::refused, "reader_in_use", "This reader belongs to another till: choose one of its own, or give it up there first.",
                 {{"reader", row.reader}, {"station", other->station}, {"till", other->code}});
  return put(row);
}

Result<books::Decision<ReaderChoice>> choose_reader(const books::Reader& books, const std::string& station, const std::string& till, const std::string& reader) {
  auto row = books.find<books::Till>(station, till);
  if (!row) return no_such_till(till);
  ReaderChoice choice{.till = {}, .before = std::exchange(row->reader, reader)};
  TRY(decision, put_till(books, *std::move(row)));
  choice.till = decision.answer;
  return books::Decision<ReaderChoice>{std::move(decision.changes), std::move(choice)};
}

Result<books::Decision<books::TillPrinter>> put_printer(const books::Reader& books, const books::TillPrinter& row) {
  if (!books.find<books::Till>(row.station, row.till)) return no_such_till(row.till);
  return put(row);
}

Result<books::Decision<books::FormPrinter>> put_form_printer(const books::Reader& books, const books::FormPrinter& row) {
  if (!books.find<books::Till>(row.station, row.till)) return no_such_till(row.till);
  return put(row);
}

Result<books::Decision<books::Card>> put_tool_card(const CardSerial& serial, std::string_view product, books::CardKind kind, Instant now) {
  return put(books::Card{.serial = serial, .product = std::string(product), .kind = kind, .state = books::CardStatus::active, .issued = now});
}

Result<books::Decision<books::Code>> put_code(const books::Reader&, const books::Code& row) {
  MUST(text_gate::admit_code(row.code));
  if (row.name_en.empty() && row.name_zh.empty() && row.name_ru.empty()) return name_missing("name_en");
  if (row.kind == no_word<books::CodeKind>) return error(Fault::request, "unknown_kind", "There is no such code table.", {{"kind", ""}});
  if (holds_numbers(row.kind) && !row.value.empty() && !is_number(row.value))
    return error(Fault::request, "code_value", "What a code of this table stands for is a number; nothing was saved.", {{"kind", std::string(word_of(row.kind))}, {"value", row.value}});
  return put(row);
}

Result<books::Decision<books::FormerCard>> put_former_card(const books::Reader& books, const books::FormerCard& row) {
  MUST(text_gate::admit_code(row.number));
  if (books.find<books::Account>(row.account)) return put(row);
  return error(Fault::request, "unknown_account", "There is no such account; search by name or meter.", {{"account", fmt::format("{}", row.account)}});
}

Result<void> plan_in_use(const books::Reader& books, const std::string& plan) {
  if (!books.find<books::Plan>(plan)) return unknown_plan(plan);
  const auto versions = books.select<books::PlanVersion>(plan);
  const auto are = [&](books::PlanStatus state) { return std::ranges::any_of(versions, [state](const books::PlanVersion& one) { return one.state == state; }); };
  if (are(books::PlanStatus::published) || !are(books::PlanStatus::withdrawn)) return Done{};
  return error(Fault::refused, "plan_out_of_use", "The prices of this plan were withdrawn: nobody is sold to by it. Choose another plan.", {{"plan", plan}});
}

Result<books::Decision<books::Account>> put_draft(const books::Reader& books, books::Account row) {
  MUST(present(books, row.customer));
  MUST(books::point_in_use(books, row.service_point));
  if (!books.find<books::Meter>(row.meter)) return error(Fault::request, "unknown_meter", "There is no such meter.", {{"meter", to_text(row.meter)}});
  return draft_of(books, std::move(row));
}

Result<books::Decision<books::Account>> put_draft(const books::Reader& books, books::Account row, const DraftParts& parts, Instant now) {
  TRY(customer, known_or_new(books, parts.customer, row.station, now));
  TRY(point, known_or_new(books, parts.service_point));
  TRY(meter, known_or_new(books, parts.meter));
  row.customer = customer.number;
  row.service_point = point.code;
  row.meter = meter.number;
  TRY(decision, draft_of(books, std::move(row)));
  auto& put = decision.changes.put;
  if (!books.find<books::Meter>(meter.number)) put.emplace(put.begin(), meter);
  if (!books.find<books::ServicePoint>(point.code)) put.emplace(put.begin(), point);
  if (!books.find<books::Customer>(customer.number)) put.emplace(put.begin(), customer);
  return decision;
}

Result<books::Decision<books::PlanVersion>> draft_version(const books::Reader& books, books::PlanVersion row) {
  if (!books.find<books::Plan>(row.plan)) return unknown_plan(row.plan);
  const auto before = version(books, row.plan, row.from);
  if (before && before->state == books::PlanStatus::published) return version_used(row.plan, row.from);
  row.state = books::PlanStatus::draft;
  row.published_by.clear();
  row.approved_by.clear();
  // Who agrees to it agrees to its prices: the same ones written again are the same draft.
  row.draft = before ? before->draft + (before->text == row.text ? 0 : 1) : 1;
  if (before) row.withdrawn_by = before->withdrawn_by, row.withdrawal_approved_by = before->withdrawal_approved_by;
  return put(row);
}

Result<books::Decision<books::PlanVersion>> withdraw_version(const books::Reader& books, const std::string& plan, const std::string& from,
                                                             Instant begins, const std::string& by, const std::string& approved_by, Instant now) {
  auto row = version(books, plan, from);
  if (!row) return unknown_plan(plan);
  if (row->state != books::PlanStatus::published)
    return error(Fault::refused, "plan_version_draft", "This version is not published; there is nothing to withdraw.", {{"plan", plan}, {"from", from}});
  if (begins <= now) return version_used(plan, from);
  row->state = books::PlanStatus::withdrawn;
  row->withdrawn_by = by;
  row->withdrawal_approved_by = approved_by;
  return put(*row);
}

Result<books::Decision<books::PlanVersion>> publish_version(const books::Reader& books, const std::string& plan, const std::string& from,
                                                            Instant begins, const std::string& by, const std::string& approved_by, Instant now) {
  auto row = version(books, plan, from);
  if (!row) return unknown_plan(plan);
  if (row->state == books::PlanStatus::published) return version_used(plan, from);
  const auto versions = books.select<books::PlanVersion>(plan);
  const bool first = std::none_of(versions.begin(), versions.end(), [](const books::PlanVersion& v) { return v.state == books::PlanStatus::published; });
  if (begins <= now && !first)
    return error(Fault::refused, "plan_version_past", "Prices are not changed backwards; choose a later date.", {{"plan", plan}, {"from", from}});
  row->state = books::PlanStatus::published;
  row->published_by = by;
  row->approved_by = approved_by;
  row->withdrawn_by.clear();
  row->withdrawal_approved_by.clear();
  return put(*row);
}

}  // namespace kwota::customer
