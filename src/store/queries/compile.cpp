#include "store/queries/compile.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "store/lists/list_where.h"

namespace kwota::queries {
namespace {

using store::ColumnKind;
using store::Condition;
using store::Filter;
using store::Match;

Error wrong_value(const Node& node, const std::string& value) {
  return query_error("query_wrong_value", "This value cannot be understood.", node.path, {{"field", node.field}, {"value", value}});
}

Condition negated(Condition condition) {
  condition.sql = "coalesce(" + condition.sql + ", 0)=0";
  return condition;
}

/// Days from one to another as filters of a column, of which instants are compared as instants.
class Days {
 public:
  Days(const Node& node, const Field& field, const Viewer& viewer) : node_(node), field_(field), viewer_(viewer), today_(day_number(viewer.zone.local(viewer.now).date)) {}

  Result<std::vector<Filter>> filters() const {
    const auto month = [](LocalDate date) { return day_number({date.year, date.month, 1}); };
    const auto date = date_of_day(today_);
    switch (node_.how) {
      case How::is: {
        TRY(on, day(0));
        return between(on, on);
      }
      case How::between: {
        TRY(from, day(0));
        TRY(to, day(1));
        return between(from, to);
      }
      case How::before: {
        TRY(end, day(0));
        return between({}, end - 1);
      }
      case How::after: {
        TRY(begin, day(0));
        return between(begin + 1, {});
      }
      case How::last_days: {
        const auto count = parse_decimal(node_.values[0], 0);
        if (!count || *count < 1 || *count > 3660) return wrong_value(node_, node_.values[0]);
        return between(today_ - *count + 1, today_);
      }
      case How::this_month: return between(month(date), today_);
      default: {
        const auto last = month(date) - 1;
        return between(month(date_of_day(last)), last);
      }
    }
  }

 private:
  Result<std::int64_t> day(std::size_t place) const {
    const auto date = parse_date(node_.values[place]);
    if (!date) return wrong_value(node_, node_.values[place]);
    return day_number(*date);
  }
  std::vector<Filter> between(std::optional<std::int64_t> from, std::optional<std::int64_t> to) const {
    std::vector<Filter> out;
    const auto& name = field_.column->name;
    const bool instants = field_.column->kind == ColumnKind::time;
    const auto begin = [this](std::int64_t day) { return viewer_.zone.instant({date_of_day(day)}); };
    if (from) out.push_back({name, Match::from, instants ? format_utc(begin(*from)) : format_date(date_of_day(*from))});
    if (to) out.push_back({name, Match::to, instants ? format_utc(begin(*to + 1) - Duration::ms(1)) : format_date(date_of_day(*to))});
    return out;
  }

  const Node& node_;
  const Field& field_;
  const Viewer& viewer_;
  std::int64_t today_;
};

class Compiler {
 public:
  explicit Compiler(const Viewer& viewer) : viewer_(viewer) {}

  Result<Condition> of(const store::View& view, const Node& node) const {
    switch (node.kind) {
      case Node::Kind::all:
      case Node::Kind::any: return of_several(view, node);
      case Node::Kind::field: return of_field(view, node);
      default: return of_others(view, node);
    }
  }

  /// What an index may hold: conditions that stand alone and must be true, of the subject's own columns.
  Result<std::optional<std::vector<Filter>>> plain(const store::View& view, const Node& node) const {
    if (node.kind != Node::Kind::field || node.field.find('.') != std::string::npos) return std::optional<std::vector<Filter>>{};
    TRY(field, checked(view, node));
    return simple(node, field);
  }

  /// Rows of a list as this person sees them.
  Result<Condition> seen(const store::View& view) const {
    Condition all;
    all.also({view.where});
    store::ListRequest request = bare();
    all.also(store::condition_of_station(request, view));
    TRY(own, viewer_.may(view.name));
    if (!own.empty()) {
      TRY(his, store::condition_of(request, view, {"operator", Match::is, own}));
      all.also(his);
    }
    return all;
  }

  store::ListRequest bare() const {
    store::ListRequest request;
    request.minor_digits = viewer_.minor_digits;
    request.station = viewer_.station;
    request.personal = viewer_.personal;
    return request;
  }

 private:
  Result<Field> checked(const store::View& view, const Node& node) const {
    TRY(field, field_of(view, node.field, node.path + ".field", viewer_));
    const auto offered = hows_of(field.column->kind);
    if (std::ranges::find(offered, node.how) == offered.end())
      return query_error("query_how_unfit", "This field cannot be compared so.", node.path + ".how", {{"field", node.field}, {"how", std::string(word_of(node.how))}});
    return field;
  }

  /// All of them must be true; nothing: it takes more than filters of a list.
  Result<std::optional<std::vector<Filter>>> simple(const Node& node, const Field& field) const {
    using Filters = std::optional<std::vector<Filter>>;
    const auto kind = field.column->kind;
    const auto& name = field.column->name;
    const bool dated = kind == ColumnKind::time || kind == ColumnKind::date || kind == ColumnKind::local_time;
    if (dated && node.how != How::empty && node.how != How::filled) {
      TRY(days, Days(node, field, viewer_).filters());
      return Filters(std::move(days));
    }
    switch (node.how) {
      case How::is: return Filters({{name, Match::is, node.values[0]}});
      case How::begins: return Filters({{name, Match::begins, node.values[0]}});
      case How::contains: return Filters({{name, Match::contains, node.values[0]}});
      case How::between: return Filters({{name, Match::from, node.values[0]}, {name, Match::to, node.values[1]}});
      case How::empty: return Filters({{name, Match::empty, ""}});
      case How::filled: return Filters({{name, Match::filled, ""}});
      default: return Filters{};
    }
  }

  Result<Condition> filtered(const Field& field, const Node& node, const Filter& filter) const {
    auto condition = store::condition_of(bare(), *field.view, filter);
    if (!condition && cause_of(condition.error()) == Cause::bad_filter) return wrong_value(node, filter.value);
    return condition;
  }

  Result<Condition> own_condition(const Field& field, const Node& node) const {
    TRY(filters, simple(node, field));
    Condition all;
    if (filters) {
      auto asked = bare();
      asked.filters = *filters;
      // A value that cannot be read is named by its own filter below.
      if (const auto backward = store::backward_range(asked, *field.view); backward && *backward) return wrong_value(node, (*backward)->from + ".." + (*backward)->to);
      for (const auto& filter : *filters) {
        TRY(one, filtered(field, node, filter));
        all.also(one);
      }
      return all;
    }
    if (node.how == How::in) return any_value(field, node);
    // not, less, more: what is, what is at least, what is at most – and then the opposite.
    const auto how = node.how == How::is_not ? Match::is : node.how == How::less ? Match::from : Match::to;
    TRY(one, filtered(field, node, {field.column->name, how, node.values[0]}));
    if (node.how == How::is_not) return negated(std::move(one));
    one.sql = "NOT (" + one.sql + ")";  // of nothing it is neither more nor less
    return one;
  }

  Result<Condition> any_value(const Field& field, const Node& node) const {
    Condition any;
    std::string holes;
    for (const auto& value : node.values) {
      TRY(one, filtered(field, node, {field.column->name, Match::is, value}));
      holes += holes.empty() ? "?" : ",?";
      any.bound.push_back(std::move(one.bound.front()));
    }
    any.sql = field.column->sql + " IN (" + holes + ")";
    return any;
  }

  Result<Condition> of_field(const store::View& view, const Node& node) const {
    TRY(field, checked(view, node));
    TRY(condition, own_condition(field, node));
    for (auto hop = field.hops.rbegin(); hop != field.hops.rend(); ++hop) {
      TRY(there, among(*store::find_view(hop->link->list), hop->link->key, condition));
      there.sql = hop->column->sql + " IN (" + there.sql + ")";
      condition = std::move(there);
    }
    return condition;
  }

  /// SELECT what names the rows of a list that are seen and of which the condition is true.
  Result<Condition> among(const store::View& view, std::string_view column, const Condition& condition) const {
    const auto* named = store::find_column(view, column);
    TRY(where, seen(view));
    where.also(condition);
    where.also({named->sql + " IS NOT NULL"});
    return Condition{fmt::format("SELECT {} FROM {} WHERE {}", named->sql, view.from, where.sql), std::move(where.bound)};
  }

  Result<Condition> of_several(const store::View& view, const Node& node) const {
    Condition out;
    for (const auto& part : node.parts) {
      TRY(one, of(view, part));
      if (one.sql.empty()) one.sql = "1=1";
      out.sql += (out.sql.empty() ? "(" : node.kind == Node::Kind::all ? " AND (" : " OR (") + one.sql + ")";
      out.bound.insert(out.bound.end(), one.bound.begin(), one.bound.end());
    }
    return out;
  }

  Result<Condition> of_others(const store::View& view, const Node& node) const {
    TRY(other, subject_of(node.list, node.path + ".list", viewer_));
    const auto* by = store::find_column(*other, node.by);
    const auto* link = by == nullptr || by->is_masked() ? nullptr : link_of(by->name);
    if (link == nullptr || link->list != view.name)
      return query_error("query_unknown_field", "This field names no such row.", node.path + ".by", {{"field", node.by}});
    Condition inner;
    if (!node.parts.empty()) {
      TRY(asked, of(*other, node.parts.front()));
      inner = std::move(asked);
    }
    TRY(rows, among(*other, node.by, inner));
    rows.sql = store::find_column(view, link->key)->sql + " IN (" + rows.sql + ")";
    return node.kind == Node::Kind::has ? std::move(rows) : negated(std::move(rows));
  }

  const Viewer& viewer_;
};

std::string part_of(const store::Column& column, DatePart part) {
  switch (part) {
    case DatePart::whole: return column.sql;
    case DatePart::day: return "substr(" + column.sql + ", 1, 10)";
    case DatePart::month: return "substr(" + column.sql + ", 1, 7)";
    case DatePart::year: return "substr(" + column.sql + ", 1, 4)";
  }
  return column.sql;
}

Result<void> add_groups(const Document& document, const Viewer& viewer, Compiled& to) {
  for (const auto& group : document.groups) {
    TRY(field, field_of(*to.subject, group.field, group.path + ".field", viewer));
    const auto parts = parts_of(*to.subject, *field.column);
    if (!field.hops.empty() || std::ranges::find(parts, group.part) == parts.end())
      return query_error("query_unfit_group", "Rows cannot be put together by this field.", group.path, {{"field", group.name()}});
    to.groups.push_back({&group, field.column, part_of(*field.column, group.part)});
  }
  for (const auto& figure : document.figures) {
    FigureSql made{&figure, nullptr, "1"};
    if (figure.kind != FigureKind::count) {
      TRY(field, field_of(*to.subject, figure.field, figure.path + ".field", viewer));
      const auto offered = figures_of(*to.subject, *field.column);
      if (!field.hops.empty() || std::ranges::find(offered, figure.kind) == offered.end())
        return query_error("query_unfit_figure", "This figure cannot be made of this field.", figure.path, {{"field", figure.field}, {"figure", std::string(word_of(figure.kind))}});
      made.column = field.column;
      made.sql = field.column->sum_sql.empty() ? field.column->sql : field.column->sum_sql;
    }
    to.figures.push_back(std::move(made));
  }
  return {};
}

Error unknown_sort(const std::string& sort) { return query_error("query_unknown_sort", "It cannot be sorted so.", "sort", {{"sort", sort}}); }

Result<void> sort_groups(const Document& document, Compiled& to) {
  to.descending = document.sort.starts_with('-');
  to.order = document.sort.substr(to.descending ? 1 : 0);
  const bool known = to.order.empty() || std::ranges::any_of(document.groups, [&](const Group& one) { return one.name() == to.order; }) ||
                     std::ranges::any_of(document.figures, [&](const Figure& one) { return one.name() == to.order; });
  if (!known) return unknown_sort(document.sort);
  return {};
}

Result<void> add_columns(const Document& document, const Viewer& viewer, Compiled& to) {
  for (std::size_t i = 0; i < document.columns.size(); ++i) {
    TRY(column, column_of(*to.subject, document.columns[i], fmt::format("columns[{}]", i)));
    to.columns.push_back(column);
  }
  if (to.columns.empty())
    for (const auto& column : to.subject->columns) to.columns.push_back(&column);
  to.request.sort = document.sort;
  if (document.sort.empty()) return {};
  const auto name = document.sort.substr(document.sort.starts_with('-') ? 1 : 0);
  const auto* sorted = store::find_column(*to.subject, name);
  if (sorted == nullptr) return unknown_sort(document.sort);
  MUST(field_of(*to.subject, name, "sort", viewer));
  return {};
}

/// What stands alone and must be true goes where an index may hold it, the rest is one condition.
Result<void> add_conditions(const Node& where, const Compiler& compiler, Compiled& to) {
  Node rest = where;
  if (where.kind == Node::Kind::all) {
    rest.parts.clear();
    for (const auto& part : where.parts) {
      TRY(plain, compiler.plain(*to.subject, part));
      if (!plain) {
        rest.parts.push_back(part);
        continue;
      }
      MUST(compiler.of(*to.subject, part));  // its errors say where it stands
      to.request.filters.insert(to.request.filters.end(), plain->begin(), plain->end());
    }
  }
  TRY(condition, compiler.of(*to.subject, rest));
  to.request.condition = std::move(condition);
  return {};
}

}  // namespace

Result<Compiled> compile(const Document& document, const Viewer& viewer) {
  Compiled out;
  TRY(subject, subject_of(document.subject, "subject", viewer));
  out.subject = subject;
  const Compiler compiler(viewer);
  out.request = compiler.bare();
  out.request.view = subject->name;
  out.request.any_sort = true;
  TRY(own, viewer.may(subject->name));
  if (!own.empty()) out.request.filters.push_back({"operator", Match::is, own});
  if (document.grouped()) {
    if (!document.columns.empty()) return query_error("query_malformed", "Rows are put together: columns show nothing then.", "columns", {{"wanted", "groups, figures"}});
    MUST(add_groups(document, viewer, out));
    MUST(sort_groups(document, out));
  } else {
    MUST(add_columns(document, viewer, out));
  }
  MUST(add_conditions(document.where, compiler, out));
  return out;
}

}  // namespace kwota::queries
