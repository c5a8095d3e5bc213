// The lines of a sale or bill: what was used at which price, then the charges in plan order, each exact and each rounded once -
// line by line, or all of them together with the total. Begin with write_document().
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sell/tariff/plan/document_line.h"
#include "sell/tariff/terms.h"

namespace kwota::tariff {

/// So many units at one price.
struct Portion {
  int step = 0;              ///< 0: has none
  std::string_view period;   ///< time-of-use period; empty: has none
  std::int64_t units_e3 = 0;
  std::int64_t price_e8 = 0;
};

/// The energy of a document.
struct Basket {
  std::vector<Portion> energy;     ///< lines `energy`
  std::vector<Portion> additions;  ///< lines `step` of additive steps
  std::optional<Exact> reclass;    ///< what the units sold before cost more (or less) under another set
};

struct Document {
  std::vector<DocumentLine> lines;
  std::int64_t total = 0;   ///< minor units
  bool overflow = false;
};

struct DocumentKind {
  std::optional<std::int64_t> gross_base;  ///< amount that gross charges are a share of; none: left out
  bool energy = true;                      ///< false: money credit, all charges on units belong to the device
  bool measured = false;                   ///< a bill: minimum charges apply
  const std::map<std::string, Exact, std::less<>>* before = nullptr;  ///< lines of earlier parts of the bill, by id, for the minimum
};

Document write_document(const Terms& terms, const Basket& basket, const DocumentKind& kind);

/// The same where no payment is given: gross charges are a share of the smallest total that leaves enough for the other lines.
Document write_covering_document(const Terms& terms, const Basket& basket, DocumentKind kind);

}  // namespace kwota::tariff
