#include "collect/report/making/adding.h"

#include <algorithm>
#include <cstdlib>

namespace kwota::report {
namespace {

std::string_view cut(std::string_view text, std::size_t letters) { return letters == 0 ? text : text.substr(0, letters); }

bool undoes(std::string_view asked, std::string_view undone) {
  if (asked.empty()) return true;
  if (asked == "*") return !undone.empty();
  if (asked == "-") return undone.empty();
  return among(asked, undone);
}

constexpr std::size_t letters_of_year = 4, letters_of_date = 10;

/// "2025-11" as "2026-11"; a 29th of February is the 28th where there is none.
std::string in_later_year(const std::string& name, int years) {
  const auto year = std::strtol(name.substr(0, letters_of_year).c_str(), nullptr, 10);
  auto out = std::to_string(year + years) + name.substr(std::min(letters_of_year, name.size()));
  if (out.size() == letters_of_date && !parse_date(out)) out.replace(letters_of_date - 2, 2, "28");
  return out;
}

}  // namespace

std::vector<std::string> values_in_filter(std::string_view text) {
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool kept = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == ',' || text[i + 1] == '\\');
    if (kept) ++i;
    if (text[i] == ',' && !kept) out.emplace_back();
    else out.back() += text[i];
  }
  for (auto& one : out)
    if (one == no_text) one.clear();
  return out;
}

std::string as_filter(std::string_view value) {
  if (value.empty()) return std::string(no_text);
  std::string out;
  for (const char c : value) {
    if (c == ',' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void OneCommodity::add(std::string_view name) {
  mixed_ = mixed_ || (name_ && *name_ != name);
  if (!name_) name_ = name;
}

void OneCommodity::add(const OneCommodity& other) {
  if (other.name_) add(*other.name_);
  mixed_ = mixed_ || other.mixed_;
}

Adding::Adding(const Subject& subject, std::vector<const Dimension*> groups, std::vector<Wanted> wanted) : table_(&columns_of(subject)), source_(subject.source) {
  day_ = table_->column_named("business_day");
  kind_ = table_->column_named("kind");
  undone_ = table_->column_named("undone");
  commodity_ = table_->column_named("commodity");
  account_ = table_->column_named("account");
  if (account_ < 0) account_ = commodity_;
  for (const auto* one : groups) by_.push_back(place_of(*one));
  for (auto& one : wanted) {
    const bool of_year = one.period.kind == PeriodKind::year && !one.figure->year_column.empty();
    const auto column = table_->column_named(of_year ? one.figure->year_column : one.figure->column);
    const bool is_volume = one.figure->unit == Unit::volume;
    const auto said_by = one.figure->said_by.empty() ? -1 : table_->column_named(one.figure->said_by);
    asks_kinds_ = asks_kinds_ || !one.figure->kinds.empty();
    asks_undone_ = asks_undone_ || !one.figure->undoing.empty();
    asks_accounts_ = asks_accounts_ || !one.figure->accounts.empty();
    wanted_.push_back({std::move(one), column, said_by, is_volume});
  }
}

Adding::Place Adding::place_of(const Dimension& dimension) const {
  return {table_->column_named(dimension.column), static_cast<std::size_t>(dimension.letters), dimension.of_days};
}

void Adding::keep(const Dimension& dimension, std::string_view values) {
  const auto place = place_of(dimension);
  filters_.push_back({place.column, place.letters, values_in_filter(values), place.of_days});
}

facts::Days Adding::days() const {
  facts::Days out{wanted_.front().wanted.period.from, {}};
  for (const auto& one : wanted_) {
    out.from = std::min(out.from, one.wanted.period.from);
    out.to = std::max(out.to, one.wanted.period.to);
  }
  return out;
}

void Adding::read(const books::Reader& books) {
  if (source_ != nullptr && source_->of_whole_days) return read_period_by_period(books);
  const auto wanted = asked(days());
  if (source_ != nullptr)
    return source_->tell(books, wanted, [this](const books::ValueSource& row) { take(row); });
  const books::Query query{.table = table_, .index = nullptr, .equal = {}, .from = books::Value(wanted.days.from), .up_to = books::Value(wanted.days.to), .columns = wanted.columns | wanted.of_volumes};
  books.each(query, [this](const books::ValueSource& row) {
    take(row);
    return true;
  });
}

bool Adding::each_in_order(const books::Reader& books, const std::string& from, std::size_t look_most, const std::function<bool(const std::vector<std::string>&, const Sums&)>& take_group) {
  std::string at;
  bool going = true;
  const auto give = [&] {
    for (auto one = groups_.begin(); going && one != groups_.end(); ++one) going = take_group(one->first, one->second);
    groups_.clear();
  };
  auto wanted = asked(days());
  wanted.look_most = look_most;
  const bool told = source_->each_in_order(books, wanted, from, [&](const books::ValueSource& row) {
    if (const auto value = row.get_text(by_.front().column); value != at) {
      give();
      at = value;
    }
    if (going) take(row);
    return going;
  });
  if (told) give();
  return told;
}

facts::Asked Adding::asked(facts::Days days) const {
  facts::Asked out{std::move(days)};
  const auto reads = [&](int column) {
    if (column >= 0) out.columns.set(static_cast<std::size_t>(column));
  };
  for (const auto column : {day_, kind_, undone_}) reads(column);
  for (const auto& place : by_) reads(place.column);
  for (const auto& filter : filters_) reads(filter.column);
  bool whatever_kind = false;
  for (const auto& counted : wanted_) {
    const auto& figure = *counted.wanted.figure;
    reads(counted.column);
    reads(counted.said_by);
    if (counted.is_volume && commodity_ >= 0) out.of_volumes.set(static_cast<std::size_t>(commodity_));
    if (!figure.accounts.empty()) reads(account_);
    whatever_kind = whatever_kind || figure.kinds.empty();
    static_cast<void>(any_word(figure.kinds, [&](std::string_view kind) {
      if (std::ranges::find(out.kinds, kind) == out.kinds.end()) out.kinds.push_back(kind);
      return false;
    }));
  }
  if (whatever_kind) out.kinds.clear();
  return out;
}

void Adding::read_period_by_period(const books::Reader& books) {
  std::vector<Period> periods;
  for (const auto& one : wanted_)
    if (std::ranges::find(periods, one.wanted.period) == periods.end()) periods.push_back(one.wanted.period);
  for (const auto& period : periods)
    source_->each(books, {period.from, period.to}, [&](const books::ValueSource& row) {
      if (!left_out(row)) add(row, &period);
    });
  join_earlier();
}

void Adding::join_earlier() {
  if (std::ranges::none_of(by_, &Place::of_days)) return;
  const auto bare = [this](std::vector<std::string> names) {
    for (std::size_t i = 0; i < by_.size(); ++i)
      if (by_[i].of_days) names[i].clear();
    return names;
  };
  std::map<std::vector<std::string>, Sums*> now;
  for (auto& [names, sums] : groups_)
    if (auto key = bare(names); key != names) now.insert_or_assign(std::move(key), &sums);
  std::erase_if(groups_, [&](auto& group) {
    const auto found = now.find(group.first);
    if (found == now.end()) return false;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      found->second->values[i] += group.second.values[i];
      found->second->of[i].add(group.second.of[i]);
      found->second->said[i] = found->second->said[i] || group.second.said[i];
    }
    return true;
  });
}

bool Adding::Filter::leaves_out(const books::ValueSource& row) const { return std::ranges::find(values, cut(row.get_text(column), letters)) == values.end(); }

/// What a row says of its days alone leaves out nothing of other days.
bool Adding::left_out(const books::ValueSource& row) const {
  return std::ranges::any_of(filters_, [&](const Filter& one) { return !one.of_days && one.leaves_out(row); });
}

/// What figures ask of a row's kind, of what it undoes and of its account: the sheet has many rows and few of these.
bool Adding::counts(const Figure& figure, std::string_view kind, std::string_view undone, std::string_view account) {
  if (!figure.kinds.empty() && !among(figure.kinds, kind)) return false;
  if (!figure.undoing.empty() && !undoes(figure.undoing, undone)) return false;
  return figure.accounts.empty() || any_word(figure.accounts, [&](std::string_view beginning) { return account.starts_with(beginning); });
}

const std::vector<std::size_t>& Adding::counted_by(const books::ValueSource& row) {
  const auto said = [&](bool asked, int column) { return asked && column >= 0 ? row.get_text(column) : std::string_view{}; };  // a source that undoes nothing has no such column
  said_.assign(said(asks_kinds_, kind_)).push_back('\0');
  said_.append(said(asks_undone_, undone_)).push_back('\0');
  said_.append(said(asks_accounts_, account_));
  const auto known = counted_by_.find(said_);
  if (known != counted_by_.end()) return known->second;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < wanted_.size(); ++i)
    if (counts(*wanted_[i].wanted.figure, said(asks_kinds_, kind_), said(asks_undone_, undone_), said(asks_accounts_, account_))) places.push_back(i);
  return counted_by_.emplace(said_, std::move(places)).first->second;
}

/// Rows stand by their days, or nearly: which figures are of the day is asked anew where it is another.
void Adding::come_to(std::string_view day) {
  if (day == at_day_ && of_day_.size() == wanted_.size()) return;
  at_day_ = day;
  of_day_.clear();
  for (const auto& one : wanted_) of_day_.push_back(one.wanted.period.from <= day && day <= one.wanted.period.to);
}

Adding::Sums& Adding::sums_of(const books::ValueSource& row, const Wanted& wanted) {
  const auto years_later = wanted.years_later;
  std::vector<std::string> names;
  for (const auto& place : by_) {
    names.emplace_back(cut(row.get_text(place.column), place.letters));
    if (years_later != 0 && place.column == day_) names.back() = in_later_year(names.back(), years_later);
    if (wanted.of_other_days && place.of_days) names.back().clear();
  }
  auto& sums = groups_[std::move(names)];
  sums.values.resize(wanted_.size());
  sums.of.resize(wanted_.size());
  sums.said.resize(wanted_.size());
  return sums;
}

void Adding::add(const books::ValueSource& row, const Period* of) {
  come_to(row.get_text(day_));
  std::optional<bool> left_out_of_days;
  const auto is_left_out_of_days = [&] {
    if (!left_out_of_days) left_out_of_days = std::ranges::any_of(filters_, [&](const Filter& one) { return one.of_days && one.leaves_out(row); });
    return *left_out_of_days;
  };
  Sums* sums = nullptr;
  const Wanted* before = nullptr;
  for (const auto i : counted_by(row)) {
    const auto& counted = wanted_[i];
    if ((of != nullptr && counted.wanted.period != *of) || !of_day_[i]) continue;
    if (!counted.wanted.of_other_days && is_left_out_of_days()) continue;
    if (before == nullptr || counted.wanted.years_later != before->years_later || counted.wanted.of_other_days != before->of_other_days) {
      before = &counted.wanted;
      sums = &sums_of(row, *before);
    }
    if (counted.said_by >= 0 && row.get_integer(counted.said_by) == 0) continue;
    sums->said[i] = true;
    const auto value = row.get_integer(counted.column);
    sums->values[i] += counted.wanted.figure->sign * value;
    if (counted.is_volume && commodity_ >= 0 && value != 0) sums->of[i].add(row.get_text(commodity_));
  }
}

}  // namespace kwota::report
