#include "serve/lists/said_besides.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/parts.h"
#include "books/key.h"
#include "books/kinds.h"
#include "books/lookup.h"
#include "collect/report/facts/water/season.h"
#include "people/decidable.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/seen.h"
#include "serve/api/taken.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/changes.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

array words_of(std::string_view text) {
  array out;
  for (const auto part : parts_of(text)) out.push_back(value(part));
  return out;
}

/// What was proposed, in kinds and values (people/proposal.h).
void proposal(object& row) {
  boost::system::error_code tampered;
  if (auto content = boost::json::parse(row["content"].as_string(), tampered); !tampered) row["content"] = std::move(content);
}

template <class Row>
value version_or_null(const std::optional<Row>& row) {
  return row ? value(version_of(*row)) : value(nullptr);
}

// ---- by list -------------------------------------------------------------------------------------------------------------

/// What a meter's status words said when it was read, by name and phase; nothing where it told none.
value states_told(const object& row) {
  if (row.at("status").as_string().empty()) return nullptr;
  array out;
  for (const auto& [code, phase] : parse_status_findings(row.at("findings").as_string()).all) out.emplace_back(code + (phase.empty() ? "" : "_") + phase);
  return out;
}

/// What it measured of the network, figure by figure; empty: nothing.
array network_told(const object& row) {
  array out;
  for (const auto& [what, phase, measured] : parse_measurements(row.at("network").as_string()).all)
    out.push_back(object{{"what", word_of(what)}, {"phase", word_of(phase)}, {"value", format_decimal(measured, decimals_of(what))}});
  return out;
}

void reading(object& row, const Looking&) {
  row["states"] = states_told(row);
  row["measured"] = network_told(row);
}

/// What a price plan prices, and for whom, as the head of its document says.
void plan(object& row, const Looking&) {
  boost::system::error_code failed;
  const auto head = boost::json::parse(row.at("head").as_string(), failed);
  for (const auto* name : {"commodity", "usage_class"}) {
    const auto* said = head.is_object() ? head.get_object().if_contains(name) : nullptr;
    row[name] = said != nullptr ? *said : value(nullptr);
  }
}

void statement(object& row, const Looking&) { row["states"] = state_names(WordSet<books::MeterState>::of_bits(row["states"].as_int64())); }

void tool_order(object& row, const Looking&) { proposal(row); }

std::int64_t whole_hours(Instant from, Instant to) { return (to - from).ms() / Duration::hours(1).ms(); }

/// Nobody is offered what he would be refused.
void approval(object& row, const Looking& looking) {
  proposal(row);
  const auto asked = looking.who ? looking.books.find<books::Approval>(row.at("number").as_int64()) : std::nullopt;
  const bool waits = asked && asked->decision == books::ApprovalStatus::waiting;
  row["waits"] = waits ? value(whole_hours(asked->requested, looking.now)) : value(nullptr);
  row["own"] = row["requested_by"].as_string() == looking.viewer;
  row["decidable"] = asked && people::may_decide(looking.books, *asked, *looking.who, looking.now).ok();
}

void in_doubt(object& row, const Looking& looking) {
  const auto state = looking.books.find<books::SaleState>(std::string(row.at("number").as_string()));
  row["age"] = state ? value(whole_hours(state->since, looking.now)) : value(nullptr);
}

/// What is known of its season so far: how many farmers watered there, and what they used.
void well(object& row, const Looking& looking) {
  const auto zone = books::utility_zone(looking.books);
  const auto begins = facts::season_begins((zone.ok() ? *zone : Zone::utc()).local(looking.now).date);
  std::set<std::int64_t> farmers;
  Energy used;
  for (const auto& watering : looking.books.since(books::Watering::of_well, LocalTime{begins, 0, 0, 0}, std::string(row.at("number").as_string()))) {
    if (watering.state == books::WateringStatus::useless) continue;
    used += watering.used;
    if (watering.account != 0) farmers.insert(watering.account);
  }
  row["farmers"] = farmers.size();
  row["used_in_season"] = format_kwh(used);
}

void operator_row(object& row, const Looking& looking) {
  row["version"] = version_or_null(looking.books.find<books::Operator>(std::string(row.at("name").as_string())));
  row["roles"] = words_of(row["roles"].as_string());
}

void link(object& row, const Looking& looking) {
  const auto meter = parse_meter_number(row.at("meter").as_string());
  row["version"] = version_or_null(meter ? looking.books.find<books::MeterLink>(*meter) : std::nullopt);
}

void remote_account(object& row, const Looking& looking) { row["version"] = version_or_null(looking.books.find<books::RemoteAccount>(row.at("account").as_int64())); }

/// Each column before and after, as its list writes it. What is no row's – a sign-in, a door – says what it says.
void audit_entry(object& row, const Looking& looking) {
  const std::string object_named(row.at("object").as_string());
  const bool personal = looking.who && visibility_of(*looking.who).personal;
  const auto changes = changes_of(row.at("details").as_string(), {view_of_table(object_named.substr(0, object_named.find('/'))), personal, looking.digits, [&](const std::string& name) { return called(looking.books, name); }});
  row["changes"] = changes.value_or(array{});
}

struct OfList {
  std::string_view view;
  SaidBesides::Say say;
  bool asks_who = false;  ///< what it says depends on who looks
  std::array<std::string_view, 3> columns{};  ///< what of that pages show as columns of their own
};
constexpr OfList declared[] = {
    {"audit", audit_entry, true},  {"approvals", approval, true, {"object", "amount", "waits"}}, {"links", link},           {"operators", operator_row},   {"plans", plan, false, {"commodity", "usage_class"}},
    {"readings", reading, false, {"states"}},         {"statements", statement}, {"remote-accounts", remote_account}, {"tool-orders", tool_order},
    {"in-doubt", in_doubt, false, {"age"}},           {"wells", well, false, {"farmers", "used_in_season"}},
};

const OfList* of_list(std::string_view view) {
  for (const auto& one : declared)
    if (one.view == view) return &one;
  return nullptr;
}

// ---- registers that say themselves how people keep them ------------------------------------------------------------------

template <class Row>
void add_version(object& out, const books::Reader& books, std::string_view view) {
  if constexpr (requires { Row::by_form; }) {
    if (view != Row::list.name) return;
    const auto named = taken(Asked(out), Row{}, books::key_names<Row>());
    out["version"] = version_or_null(named ? books.first<Row>({.table = &books::table_of<Row>(), .equal = books::key_values(*named), .from = {}, .up_to = {}}) : std::nullopt);
  }
}

/// The row is found by its key; of lists whose rows nobody edits nothing is said.
template <class... Rows>
void add_versions(object& row, const books::Reader& books, std::string_view view, books::Kinds<Rows...>) {
  (add_version<Rows>(row, books, view), ...);
}

}  // namespace

bool is_said_besides(std::string_view view, std::string_view name) {
  const auto* list = of_list(view);
  return list != nullptr && !name.empty() && std::ranges::find(list->columns, name) != list->columns.end();
}

SaidBesides::SaidBesides(const books::Reader& books, std::string_view view, const std::string& viewer, Instant now, int digits)
    : view_(view), looking_{books, viewer, now, digits}, say_(nullptr) {
  const auto* of = of_list(view);
  if (of == nullptr) return;
  say_ = of->say;
  if (of->asks_who) looking_.who = books.find<books::Operator>(viewer);
}

void SaidBesides::add(object& row) const {
  add_versions(row, looking_.books, view_, books::RegisterKinds{});
  if (say_ != nullptr) say_(row, looking_);
}

}  // namespace kwota::serve
