#include "sell/ledger/sale_document.h"

#include <boost/json.hpp>

namespace kwota::ledger {
namespace {

namespace json = boost::json;

/// Walks through what it is given and remembers whether all of it was as a sale writes it.
class Reading {
 public:
  bool good() const { return good_; }

  std::int64_t whole(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    if (found == nullptr) return 0;
    good_ = good_ && found->is_int64();
    return found->is_int64() ? found->get_int64() : 0;
  }
  std::string text(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    if (found == nullptr) return {};
    good_ = good_ && found->is_string();
    return found->is_string() ? std::string(found->get_string()) : std::string{};
  }
  std::vector<SaleLine> lines(const json::object& from, std::string_view name) {
    std::vector<SaleLine> out;
    const auto* list = from.if_contains(name);
    if (list == nullptr) return out;
    good_ = good_ && list->is_array();
    if (!list->is_array()) return out;
    for (const auto& one : list->get_array()) {
      good_ = good_ && one.is_object();
      if (one.is_object()) out.push_back(line(one.get_object()));
    }
    return out;
  }
  std::size_t many(const json::object& from, std::string_view name) {
    const auto* list = from.if_contains(name);
    if (list == nullptr) return 0;
    good_ = good_ && list->is_array();
    return list->is_array() ? list->get_array().size() : 0;
  }
  std::optional<std::map<std::string, std::string>> charged(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    if (found == nullptr) return std::nullopt;
    good_ = good_ && found->is_object();
    if (!found->is_object()) return std::nullopt;
    std::map<std::string, std::string> out;
    for (const auto& [id, when] : found->get_object()) out.emplace(id, text(found->get_object(), id));
    return out;
  }

 private:
  static SaleLineKind kind_of(const json::object& from) {
    if (from.contains("memo")) return SaleLineKind::tax_inside;
    if (from.contains("left")) return SaleLineKind::debt;
    if (from.contains("units_e3")) return SaleLineKind::energy;
    return from.contains("base") ? SaleLineKind::tax : SaleLineKind::charge;
  }
  SaleLine line(const json::object& from) {
    SaleLine out{.kind = kind_of(from), .id = text(from, "id")};
    out.step = whole(from, "step");
    out.units_e3 = whole(from, "units_e3");
    out.price = text(from, "price");
    out.percent = text(from, "percent");
    out.amount = Money::minor(whole(from, "minor"));
    if (from.contains("base")) out.base = Money::minor(whole(from, "base"));
    out.base_fees = Money::minor(whole(from, "base_fees"));
    out.base_fixed = Money::minor(whole(from, "base_fixed"));
    if (const auto* debt = from.if_contains("debt"); debt != nullptr && debt->is_object()) out.debt_kind = text(debt->get_object(), "kind");
    return out;
  }

  bool good_ = true;
};

}  // namespace

Error document_damaged(std::string_view sale) {
  return error(Fault::ours, "document_damaged", "The document of this sale cannot be read; nothing was booked. Run verify.", {{"sale", sale}});
}

Result<SaleDocument> sale_document(std::string_view sale, std::string_view text) {
  SaleDocument out;
  if (text.empty()) return out;
  json::error_code bad;
  const auto parsed = json::parse(json::string_view(text.data(), text.size()), bad);
  if (bad || !parsed.is_object()) return document_damaged(sale);
  const auto& document = parsed.get_object();
  Reading reading;
  out.bought = document.contains("lines");
  out.lines = reading.lines(document, "lines");
  out.recovered = reading.lines(document, "recovered");
  out.units_e3 = reading.whole(document, "units_e3");
  out.change = Money::minor(reading.whole(document, "change"));
  out.unusual = reading.many(document, confirmed_member);
  out.charged_before = reading.charged(document, "charged_before");
  out.charged_after = reading.charged(document, "charged_after");
  if (!reading.good()) return document_damaged(sale);
  return out;
}

}  // namespace kwota::ledger
