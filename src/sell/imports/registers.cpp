// The registers that every utility has: what stands in a file of each, read over what the books have. The checks are those of the counter.
#include "books/lookup.h"
#include "sell/customer/change.h"
#include "sell/imports/importable.h"

namespace kwota::imports {
namespace {

using Judged = Result<Outcome>;

/// A row that a decision of the counter takes.
template <class Row, class Put>
Judged judged(const books::Reader& books, const std::optional<Row>& before, Row after, Put put) {
  if (stands(before, after)) return Outcome{};
  MUST(put(books, after));
  return outcome_of(before, std::move(after));
}

// ---- the utility -----------------------------------------------------------------------------------------------------

Judged judge_place(const books::Reader& books, const Cells& cells, const Context&) {
  const auto before = books.find<books::Place>(cells.text("code"));
  auto row = before.value_or(books::Place{});
  row.code = cells.text("code");
  row.name = cells.text("name");
  row.station = cells.text("station");
  row.parent = cells.text("parent");
  const auto kind = cells.text("kind");
  if (!parse_word<books::PlaceKind>(kind)) return error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", kind}});
  row.kind = *parse_word<books::PlaceKind>(kind);
  return judged(books, before, std::move(row), customer::put_place);
}

Judged judge_code(const books::Reader& books, const Cells& cells, const Context&) {
  TRY(kind, cells.word("kind", no_word<books::CodeKind>));
  const auto before = books.find<books::Code>(kind, cells.text("code"));
  auto row = before.value_or(books::Code{});
  row.kind = kind;
  row.code = cells.text("code");
  row.name_zh = cells.text("name_zh");
  row.name_en = cells.text("name_en");
  row.name_ru = cells.text("name_ru");
  row.value = cells.text("value");
  TRY(active, cells.flag("active"));
  row.active = active;
  return judged(books, before, std::move(row), customer::put_code);
}

// ---- who is supplied, where and by what ------------------------------------------------------------------------------

Judged judge_point(const books::Reader& books, const Cells& cells, const Context&) {
  const auto before = books.find<books::ServicePoint>(cells.text("code"));
  auto row = before.value_or(books::ServicePoint{});
  row.code = cells.text("code");
  row.address = cells.text("address");
  row.place = cells.text("place");
  row.area = cells.text("area");
  if (cells.has("building")) row.building = cells.text("building");
  if (cells.has("room")) row.room = cells.text("room");
  if (cells.has("active")) {
    TRY(active, cells.flag("active"));
    row.active = active;
  }
  if (stands(before, row)) return Outcome{};
  MUST(customer::check(books, row));
  return outcome_of(before, std::move(row));
}

Judged judge_customer(const books::Reader& books, const Cells& cells, const Context& context) {
  TRY(number, cells.customer("number"));
  const auto before = books.find<books::Customer>(number);
  auto row = before.value_or(books::Customer{});
  row.number = number;
  row.name = cells.text("name");
  TRY(kind, cells.word("kind", row.kind));
  row.kind = kind;
  row.phone = cells.text("phone");
  row.identity_number = cells.text("identity_number");
  row.address = cells.text("address");
  row.language = cells.text("language");
  row.place = cells.text("place");
  if (cells.has("mail")) row.mail = cells.text("mail");
  TRY(hears_by, cells.word("hears_by", row.hears_by));
  row.hears_by = hears_by;
  if (stands(before, row)) return Outcome{};
  MUST(customer::check(books, row));
  if (!before) row.created = context.now;
  return outcome_of(before, std::move(row));
}

Judged judge_meter(const books::Reader& books, const Cells& cells, const Context&) {
  TRY(number, cells.meter("number"));
  const auto before = books.find<books::Meter>(number);
  auto row = before.value_or(books::Meter{});
  row.number = number;
  row.model = cells.text("model");
  row.maker = cells.text("maker");
  if (cells.has("capacity")) row.capacity = cells.text("capacity");
  TRY(ct, cells.number("ct", 1));
  row.ct = static_cast<std::uint32_t>(ct);
  TRY(pt, cells.number("pt", 1));
  row.pt = static_cast<std::uint32_t>(pt);
  TRY(commodity, cells.word<Commodity>("commodity", before ? before->commodity : Commodity::electricity));
  if (before && before->commodity != commodity && before->state == books::MeterStatus::installed)
    return error(Fault::refused, "in_use", "This meter serves somebody; what it measures is not changed.", {{"object", to_text(number)}});
  row.commodity = commodity;
  if (!before) row.service_point = cells.text("service_point");
  if (!row.service_point.empty() && !before) MUST(books::point_in_use(books, row.service_point));  // a meter in stock hangs nowhere
  if (stands(before, row)) return Outcome{};
  MUST(customer::check(books, row));
  return outcome_of(before, std::move(row));
}

/// No number where the account that the file names has none: money on a card, or a supply that gave its meter back.
Result<MeterNumber> meter_of(const books::Reader& books, const Cells& cells) {
  const auto said = cells.text("meter");
  const auto number = cells.number("number", 0, account_most);
  if (number.ok() && (said.empty() || said == to_text(MeterNumber{})))
    if (const auto known = books.find<books::Account>(*number); known && known->meter == MeterNumber{}) return MeterNumber{};
  return cells.meter("meter");
}

/// By its number, where a file of our own says it – then a closed one is known, too –, else the one that its meter serves.
std::optional<books::Account> known_account(const books::Reader& books, const Cells& cells, MeterNumber meter) {
  const auto number = cells.number("number", 0, account_most);
  if (number.ok() && *number != 0)
    if (auto known = books.find<books::Account>(*number); known && known->meter == meter) return known;
  return books::account_of_meter(books, meter);
}

/// Accounts become drafts: they are opened at the counter with their first sale.
Judged judge_account(const books::Reader& books, const Cells& cells, const Context&) {
  TRY(meter, meter_of(books, cells));
  const auto before = known_account(books, cells, meter);
  auto row = before.value_or(books::Account{});
  row.meter = meter;
  row.service_point = cells.text("service_point");
  row.plan = cells.text("plan");
  row.usage_class = cells.text("usage_class");
  TRY(household_persons, cells.number("heads", 0));
  row.household_persons = household_persons;
  row.station = cells.text("station");
  TRY(customer, cells.customer("customer"));
  row.customer = customer;
  if (stands(before, row)) return Outcome{};
  TRY(put, customer::put_draft(books, row));
  return outcome_of(before, std::move(put.answer));
}

}  // namespace

std::vector<Importable> utility_registers() {
  return {{"places", {{"code", true}, {"kind", true}, {"name", true}, {"station", true}, {"parent", false}}, {"code"}, {}, {}, "", judge_place},
          {"codes", {{"kind", true}, {"code", true}, {"name_zh", false}, {"name_en", false}, {"name_ru", false}, {"value", false}, {"active", false}}, {"kind", "code"}, {}, {}, "", judge_code}};
}

std::vector<Importable> customer_registers() {
  return {{"service-points", {{"code", true}, {"address", true}, {"place", false}, {"area", false}, {"building", false}, {"room", false}, {"active", false}}, {"code"}, {"meters"}, {}, "", judge_point},
          {"customers",
           {{"number", true}, {"name", true}, {"kind", false}, {"phone", false}, {"identity_number", false}, {"address", false}, {"language", false}, {"place", false}, {"mail", false}, {"hears_by", false}},
           {"number"},
           {"state", "state_reason", "created", "accounts", "owes", "last_purchase", "station", "merged_into"},
           {},
           "identity_number",
           judge_customer},
          {"meters",
           {{"number", true}, {"model", true}, {"maker", false}, {"capacity", false}, {"ct", false}, {"pt", false}, {"commodity", false}, {"service_point", false}},
           {"number"},
           {"state", "unit", "sold", "revision", "applied", "statements", "key_version", "voids_known", "account", "last_seen", "remaining"},
           {},
           "",
           judge_meter},
          {"accounts",
           {{"number", false}, {"meter", true}, {"customer", true}, {"service_point", true}, {"plan", true}, {"usage_class", false}, {"heads", false}, {"station", false}},
           {"meter", "number"},
           {"scheme", "state", "opened", "closed", "charged", "commodity", "customer_name", "address", "balance", "first_number", "statements_before", "known_as"},
           {},
           "",
           judge_account}};
}

}  // namespace kwota::imports
