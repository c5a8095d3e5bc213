#include "store/queries/document.h"

#include <algorithm>

namespace kwota::queries {
namespace {

namespace json = boost::json;

Error malformed(const std::string& path, std::string wanted) { return query_error("query_malformed", "Here stands something else than it must be.", path, {{"wanted", std::move(wanted)}}); }
Error too_large(const std::string& path, std::size_t most) { return query_error("query_too_large", "This query asks too much at once.", path, {{"most", std::to_string(most)}}); }

std::string below(const std::string& path, std::string_view member) { return path.empty() ? std::string(member) : path + "." + std::string(member); }
std::string below(const std::string& path, std::size_t place) { return path + "[" + std::to_string(place) + "]"; }

/// The members of one object: only those that are known, each of its kind.
class Members {
 public:
  static Result<Members> of(const json::value& value, const std::string& path, std::initializer_list<std::string_view> known) {
    if (!value.is_object()) return malformed(path.empty() ? "query" : path, "object");
    for (const auto& member : value.get_object())
      if (std::ranges::find(known, std::string_view(member.key())) == known.end())
        return query_error("query_unknown_member", "There is no such member.", below(path, member.key()), {{"member", std::string(member.key())}});
    return Members(value.get_object(), path);
  }
  /// Nothing where there is none, or null.
  const json::value* find(std::string_view name) const {
    const auto* found = object_->if_contains(name);
    return found == nullptr || found->is_null() ? nullptr : found;
  }
  Result<std::string> text(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return std::string{};
    if (!value->is_string()) return malformed(below(path_, name), "text");
    return std::string(value->get_string());
  }
  Result<std::string> required(std::string_view name) const {
    TRY(value, text(name));
    if (value.empty()) return malformed(below(path_, name), "text");
    return value;
  }
  /// Empty where there is none.
  Result<const json::array*> array(std::string_view name, std::size_t most) const {
    static const json::array none;
    const auto* value = find(name);
    if (value == nullptr) return &none;
    if (!value->is_array()) return malformed(below(path_, name), "array");
    if (value->get_array().size() > most) return too_large(below(path_, name), most);
    return &value->get_array();
  }
  Result<std::vector<std::string>> texts(std::string_view name, std::size_t most) const {
    TRY(items, array(name, most));
    std::vector<std::string> out;
    for (const auto& item : *items) {
      if (!item.is_string()) return malformed(below(below(path_, name), out.size()), "text");
      out.emplace_back(item.get_string());
    }
    return out;
  }
  const std::string& path() const { return path_; }

 private:
  Members(const json::object& object, std::string path) : object_(&object), path_(std::move(path)) {}
  const json::object* object_;
  std::string path_;
};

/// Takes conditions apart and counts them.
class Conditions {
 public:
  Result<Node> take(const json::value& value, const std::string& path, std::size_t level, bool within = false) {
    if (++count_ > conditions_max) return too_large(path, conditions_max);
    TRY(members, Members::of(value, path, {"all", "any", "field", "how", "value", "values", "has", "has_none"}));
    const std::size_t kinds = std::size_t{members.find("all") != nullptr} + std::size_t{members.find("any") != nullptr} + std::size_t{members.find("field") != nullptr} +
                              std::size_t{members.find("has") != nullptr} + std::size_t{members.find("has_none") != nullptr};
    if (kinds != 1) return malformed(path, "all, any, field, has, has_none");
    if (members.find("field") != nullptr) return field(members);
    if (members.find("all") != nullptr) return several(members, "all", Node::Kind::all, level, within);
    if (members.find("any") != nullptr) return several(members, "any", Node::Kind::any, level, within);
    return others(members, members.find("has") != nullptr ? "has" : "has_none", level, within);
  }

 private:
  Result<Node> several(const Members& members, std::string_view name, Node::Kind kind, std::size_t level, bool within) {
    const auto path = below(members.path(), name);
    if (level > levels_max) return query_error("query_too_deep", "Groups stand too deep in one another.", path, {{"most", std::to_string(levels_max)}});
    TRY(items, members.array(name, conditions_max));
    Node node{.kind = kind, .path = path, .parts = {}, .field = {}, .how = How::is, .values = {}, .list = {}, .by = {}};
    for (const auto& item : *items) {
      TRY(part, take(item, below(path, node.parts.size()), level + 1, within));
      node.parts.push_back(std::move(part));
    }
    return node;
  }
  Result<Node> others(const Members& members, std::string_view name, std::size_t level, bool within) {
    const auto path = below(members.path(), name);
    if (within) return query_error("query_too_deep", "Rows of rows of rows are asked here.", path, {{"most", "1"}});
    TRY(inner, Members::of(*members.find(name), path, {"list", "by", "where"}));
    Node node{.kind = name == "has" ? Node::Kind::has : Node::Kind::has_none, .path = path, .parts = {}, .field = {}, .how = How::is, .values = {}, .list = {}, .by = {}};
    TRY(list, inner.required("list"));
    TRY(by, inner.required("by"));
    node.list = std::move(list);
    node.by = std::move(by);
    if (const auto* where = inner.find("where")) {
      TRY(part, take(*where, below(path, "where"), level, true));
      node.parts.push_back(std::move(part));
    }
    return node;
  }
  static Result<Node> field(const Members& members) {
    Node node{.kind = Node::Kind::field, .path = members.path(), .parts = {}, .field = {}, .how = How::is, .values = {}, .list = {}, .by = {}};
    TRY(name, members.required("field"));
    TRY(word, members.text("how"));
    const auto how = parse_word<How>(word.empty() ? "is" : word);
    if (!how) return query_error("query_unknown_how", "There is no such comparison.", below(members.path(), "how"), {{"how", word}});
    node.field = std::move(name);
    node.how = *how;
    TRY(several, members.texts("values", values_max));
    if (const auto* one = members.find("value")) {
      if (!one->is_string() || !several.empty()) return malformed(below(members.path(), "value"), "text");
      several.emplace_back(one->get_string());
    }
    const auto wanted = values_of(node.how);
    if (wanted == many_values ? several.empty() : several.size() != wanted) return malformed(below(members.path(), "values"), wanted == many_values ? "1…" : std::to_string(wanted));
    node.values = std::move(several);
    return node;
  }

  std::size_t count_ = 0;
};

Result<std::vector<Group>> groups_of(const Members& members) {
  TRY(items, members.array("groups", groups_max));
  std::vector<Group> out;
  for (const auto& item : *items) {
    const auto path = below("groups", out.size());
    TRY(one, Members::of(item, path, {"field", "part"}));
    TRY(field, one.required("field"));
    TRY(word, one.text("part"));
    const auto part = parse_word<DatePart>(word);
    if (!part) return malformed(below(path, "part"), "day, month, year");
    out.push_back({std::move(field), path, *part});
  }
  return out;
}

Result<std::vector<Figure>> figures_of(const Members& members) {
  TRY(items, members.array("figures", figures_max));
  std::vector<Figure> out;
  for (const auto& item : *items) {
    const auto path = below("figures", out.size());
    TRY(one, Members::of(item, path, {"figure", "field"}));
    TRY(word, one.required("figure"));
    TRY(field, one.text("field"));
    const auto kind = parse_word<FigureKind>(word);
    if (!kind) return malformed(below(path, "figure"), "count, sum, min, max, mean");
    if ((*kind == FigureKind::count) != field.empty()) return malformed(below(path, "field"), *kind == FigureKind::count ? "—" : "text");
    out.push_back({*kind, std::move(field), path});
  }
  return out;
}

}  // namespace

std::size_t values_of(How how) {
  switch (how) {
    case How::in: return many_values;
    case How::between: return 2;
    case How::this_month:
    case How::last_month:
    case How::empty:
    case How::filled: return 0;
    default: return 1;
  }
}

Error query_error(std::string_view code, std::string_view sentence, const std::string& path, Details more) {
  more.emplace("path", path);
  return error(Fault::request, std::string(code), std::string(sentence) + " At " + path + ". Nothing was changed. Correct the query.", std::move(more));
}

Result<Document> parse(const json::value& value) {
  TRY(members, Members::of(value, "", {"subject", "where", "columns", "groups", "figures", "sort"}));
  Document document;
  TRY(subject, members.required("subject"));
  TRY(columns, members.texts("columns", columns_max));
  TRY(groups, groups_of(members));
  TRY(figures, figures_of(members));
  TRY(sort, members.text("sort"));
  document.subject = std::move(subject);
  document.columns = std::move(columns);
  document.groups = std::move(groups);
  document.figures = std::move(figures);
  document.sort = std::move(sort);
  document.where.path = "where";
  if (const auto* where = members.find("where")) {
    TRY(node, Conditions{}.take(*where, "where", 1));
    document.where = std::move(node);
  }
  document.text = json::serialize(value);
  return document;
}

}  // namespace kwota::queries
