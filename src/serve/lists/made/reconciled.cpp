#include "serve/lists/made/reconciled.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/readings/explain.h"
#include "sell/counter/order/brought_along.h"
#include "serve/desk/shown.h"
#include "serve/words/words.h"
#include "store/lists/credit_sums.h"
#include "store/lists/query.h"

namespace kwota::serve {
namespace {

using boost::json::object;
using boost::json::value;

const store::Value& cell(const store::View& view, const std::vector<store::Value>& row, std::string_view name) {
  static const store::Value nothing;
  for (std::size_t i = 0; i < row.size(); ++i)
    if (view.columns[i].name == name) return row[i];
  return nothing;
}
std::string text(const store::Value& value) {
  return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : std::string{};
}
std::int64_t number(const store::Value& value) {
  return std::holds_alternative<std::int64_t>(value) ? std::get<std::int64_t>(value) : 0;
}

using Sold = std::map<std::pair<std::string, std::int64_t>, std::vector<reconcile::SoldCredit>>;

/// What was sold to each customer of a meter, as far as reconcile() looks at it: one sum for each state.
Result<Sold> sold_by_customer(store::Moment& connection, const std::string& meter) {
  TRY(sums, store::credit_sums(connection, meter));
  Sold out;
  for (auto& sum : sums) {
    books::Sale sale;
    sale.unit = sum.credit.unit();
    sale.credit = sum.credit;
    out[{sum.meter, sum.account}].push_back({std::move(sale), sum.state});
  }
  return out;
}

/// What a line is sorted by; the column's name as it is shown.
using Key = std::function<std::pair<std::int64_t, std::string>(const ReconciledLine&)>;

const std::map<std::string_view, Key>& sort_keys() {
  const auto by = [](Credit reconcile::Reconciliation::* figure) -> Key {
    return [figure](const ReconciledLine& line) { return std::pair((line.figures.*figure).amount(), std::string{}); };
  };
  const auto of_meter = [](Credit reconcile::MeterSide::* figure) -> Key {
    constexpr std::int64_t silent = std::numeric_limits<std::int64_t>::min();
    return [figure](const ReconciledLine& line) {
      return std::pair(line.figures.meter ? ((*line.figures.meter).*figure).amount() : silent, std::string{});
    };
  };
  using reconcile::MeterSide;
  using reconcile::Reconciliation;
  static const std::map<std::string_view, Key> keys{
      {"meter", [](const ReconciledLine& line) { return std::pair(std::int64_t{0}, line.meter); }},
      {"account", [](const ReconciledLine& line) { return std::pair(line.account, std::string{}); }},
      {"customer_name", [](const ReconciledLine& line) { return std::pair(std::int64_t{0}, line.customer_name); }},
      {"reason", [](const ReconciledLine& line) { return std::pair(std::int64_t{0}, std::string(word_of(line.figures.reason))); }},
      {"sold", by(&Reconciliation::sold)},
      {"applied", by(&Reconciliation::applied)},
      {"in_transit", by(&Reconciliation::in_transit)},
      {"taken_back", by(&Reconciliation::taken_back)},
      {"gap", by(&Reconciliation::gap)},
      {"used", of_meter(&MeterSide::used)},
      {"remaining", of_meter(&MeterSide::remaining)},
  };
  return keys;
}

/// What does not add up comes first, the largest gap before all.
void gaps_first(std::vector<ReconciledLine>& lines) {
  const auto size = [](const ReconciledLine& line) { return line.figures.gap.is_negative() ? -line.figures.gap : line.figures.gap; };
  std::stable_sort(lines.begin(), lines.end(), [&](const ReconciledLine& a, const ReconciledLine& b) {
    return std::pair(!a.figures.adds_up(), size(a)) > std::pair(!b.figures.adds_up(), size(b));
  });
}

/// By a column, "-" in front: largest first; empty: gaps first. Error `unknown_column`.
Result<void> sort_lines(std::vector<ReconciledLine>& lines, std::string_view wanted) {
  gaps_first(lines);
  if (wanted.empty()) return Done{};
  const bool down = wanted.front() == '-';
  if (down) wanted.remove_prefix(1);
  const auto found = sort_keys().find(wanted);
  if (found == sort_keys().end()) return store::unknown_column(wanted);
  const auto& key = found->second;
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const ReconciledLine& a, const ReconciledLine& b) { return down ? key(b) < key(a) : key(a) < key(b); });
  return Done{};
}

/// Accounts that lost this meter to a swap, as they stood with it.
Result<void> add_former(store::Moment& connection, const store::BooksReader& books, const std::string& meter, std::map<std::string, std::vector<books::Account>>& to) {
  store::ListRequest all;
  all.view = "meter-swaps";
  if (!meter.empty()) all.filters.push_back({"old_meter", store::Match::is, meter});
  return store::for_each_match(connection, all, [&](const store::View& view, const std::vector<store::Value>& row) {
    const auto swap = books.find<books::MeterSwap>(number(cell(view, row, "account")), number(cell(view, row, "number")));
    auto account = swap ? books.find<books::Account>(swap->account) : std::nullopt;
    if (!account) return;
    account->meter = swap->old_meter;
    account->first_number = swap->first_number;
    account->statements_before = swap->statements_before;
    to[text(cell(view, row, "old_meter"))].push_back(std::move(*account));
  });
}

/// The accounts that each meter has had – a purse has none, its law is another one (collect/laws) –; all of the utility, for one customer's time ends where the next one's begins.
Result<std::map<std::string, std::vector<books::Account>>> accounts_by_meter(store::Moment& connection, const store::BooksReader& books,
                                                                             const std::string& meter) {
  store::ListRequest all;
  all.view = "accounts";
  if (!meter.empty()) all.filters.push_back({"meter", store::Match::is, meter});
  std::map<std::string, std::vector<books::Account>> out;
  MUST(store::for_each_match(connection, all, [&](const store::View& view, const std::vector<store::Value>& row) {
    auto account = books.find<books::Account>(number(cell(view, row, "number")));
    if (account && !account->meter.is_zero()) out[text(cell(view, row, "meter"))].push_back(std::move(*account));
  }));
  MUST(add_former(connection, books, meter, out));
  return out;
}

class Lines {
 public:
  Lines(store::Moment& connection, Sold sold) : books_(connection), sold_(std::move(sold)) {}

  const store::BooksReader& books() const { return books_; }
  std::vector<ReconciledLine> take() { return std::move(lines_); }

  /// What a customer bought and what the meter said in his time.
  void add(const std::string& meter, const reconcile::Span& span, const books::Account* account) {
    const auto parsed = parse_meter_number(meter);
    const auto reported = parsed ? last_of(*parsed, span.own) : std::nullopt;
    const auto sales = sold_.find({meter, span.account});
    if (!reported && sales == sold_.end()) return;  // in stock: nothing to add up
    const auto before = parsed ? said_before(*parsed, span) : std::nullopt;
    ReconciledLine line;
    line.meter = meter;
    line.account = span.account;
    line.figures = reconcile::reconcile(sales == sold_.end() ? std::vector<reconcile::SoldCredit>{} : sales->second, reported, before);
    if (account != nullptr)
      if (const auto customer = books_.find<books::Customer>(account->customer)) line.customer_name = customer->name;
    if (parsed) line.explained = readings::explanation_of(books_, *parsed, line.account, line.figures, digits_);
    lines_.push_back(std::move(line));
  }

 private:
  std::optional<books::Statement> last_of(MeterNumber meter, const reconcile::Statements& of) const {
    auto newest = books::newest_statement(books_, meter, of.to);
    if (newest && newest->number <= of.from) newest.reset();
    return newest;
  }
  /// What is not his of what the meter has counted.
  std::optional<books::Statement> said_before(MeterNumber meter, const reconcile::Span& span) const {
    auto before = counter::said_before(books_, meter, span.account, span.own.from);
    for (const auto& earlier : span.earlier)
      if (const auto last = last_of(meter, earlier))
        before = reconcile::counted_for_others(before.value_or(books::Statement{}), *last, counter::said_before(books_, meter, span.account, earlier.from).value_or(books::Statement{}));
    return before;
  }
  int minor_digits() const { return books::minor_digits_of(books_); }

  store::BooksReader books_;
  int digits_ = minor_digits();
  Sold sold_;
  std::vector<ReconciledLine> lines_;
};

}  // namespace

Result<std::vector<ReconciledLine>> reconciled_lines(store::Moment& connection, const ReconciledAsked& asked) {
  const auto& meter = asked.meter;
  const auto& station = asked.station;
  const auto account = asked.account;
  TRY(sold, sold_by_customer(connection, meter));
  Lines lines(connection, std::move(sold));
  TRY(accounts, accounts_by_meter(connection, lines.books(), meter));
  store::ListRequest all;
  all.view = "meters";
  all.station = station;
  if (!meter.empty()) all.filters.push_back({"number", store::Match::is, meter});
  MUST(store::for_each_match(connection, all, [&](const store::View& view, const std::vector<store::Value>& row) {
    const auto name = text(cell(view, row, "number"));
    if (account == 0 && !accounts.contains(name)) lines.add(name, {}, nullptr);
  }));
  for (const auto& [name, had] : accounts)
    for (const auto& span : reconcile::spans_of(had)) {
      const auto whose = std::ranges::find(had, span.account, &books::Account::number);
      if ((account == 0 || account == span.account) && (station.empty() || whose->station == station)) lines.add(name, span, &*whose);
    }
  if (lines.books().failure()) return *lines.books().failure();
  auto out = lines.take();
  MUST(sort_lines(out, asked.sort));
  return out;
}

Result<void> ReconciledAsked::only(const store::Filter& filter) {
  if (filter.column != "meter" && filter.column != "account" && filter.column != "explained") return store::unknown_column(filter.column);
  if (filter.how != store::Match::is) return store::bad_filter(filter);
  if (filter.column == "meter") {
    meter = filter.value;
    return Done{};
  }
  if (filter.column == "explained") {
    explained = filter.value;
    return explained == "true" || explained == "false" ? Result<void>(Done{}) : Result<void>(store::bad_filter(filter));
  }
  const auto number = parse_decimal(filter.value, 0);
  if (!number || *number <= 0) return store::bad_filter(filter);
  account = *number;
  return Done{};
}

void keep_explained(std::vector<ReconciledLine>& lines, std::string_view explained) {
  if (explained == "true") std::erase_if(lines, [](const ReconciledLine& line) { return !line.explained; });
  if (explained == "false") std::erase_if(lines, [](const ReconciledLine& line) { return line.explained || line.figures.reason == reconcile::Gap::none; });
}

object reconciled_row(const ReconciledLine& line, int minor_digits) {
  const auto& figures = line.figures;
  const Shown shown{minor_digits};
  return {{"meter", line.meter},
          {"account", line.account == 0 ? value(nullptr) : value(line.account)},
          {"customer_name", line.customer_name},
          {"unit", word_of(figures.unit)},
          {"sold", shown.credit(figures.sold)},
          {"applied", shown.credit(figures.applied)},
          {"in_transit", shown.credit(figures.in_transit)},
          {"taken_back", shown.credit(figures.taken_back)},
          {"gap", shown.credit(figures.gap)},
          {"used", figures.meter ? value(shown.credit(figures.meter->used)) : value(nullptr)},
          {"remaining", figures.meter ? value(shown.credit(figures.meter->remaining)) : value(nullptr)},
          {"reason", word_of(figures.reason)},
          {"explained", line.explained.has_value()},
          {"explained_by", line.explained ? line.explained->explained_by : ""},
          {"explanation", line.explained ? line.explained->reason : ""}};
}

MadeTable reconciled_table(const std::vector<ReconciledLine>& lines, int minor_digits, std::string_view language) {
  MadeTable out;
  for (const auto& member : reconciled_row({}, minor_digits)) {
    const std::string name = member.key();
    out.columns.push_back({.name = name, .title = say(language, "column." + name), .kind = name == "account" ? store::ColumnKind::integer : store::ColumnKind::text, .personal = name == "customer_name" || name == "explanation"});
  }
  for (const auto& line : lines) {
    auto& cells = out.rows.emplace_back();
    for (const auto& member : reconciled_row(line, minor_digits)) {
      const auto& cell = member.value();
      cells.push_back(cell.is_string() ? store::Value(std::string(cell.get_string())) : cell.is_int64() ? store::Value(cell.get_int64()) : cell.is_null() ? store::Value{} : store::Value(boost::json::serialize(cell)));
    }
  }
  return out;
}

Result<std::optional<reconcile::Reconciliation>> reconciled(store::Moment& connection, MeterNumber meter, std::int64_t account, const std::string& station) {
  TRY(lines, reconciled_lines(connection, {.meter = to_text(meter), .station = station}));
  const auto found = std::ranges::find(lines, account, &ReconciledLine::account);
  return found == lines.end() ? std::optional<reconcile::Reconciliation>{} : std::optional{found->figures};
}

}  // namespace kwota::serve
