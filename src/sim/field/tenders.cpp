#include "sim/field/tenders.h"

#include "base/decimal.h"
#include "sim/field/vocabulary.h"

namespace kwota::field {
namespace {

std::vector<std::string> parts_between(std::string_view text, char sign) {
  std::vector<std::string> out;
  for (;;) {
    const auto end = std::min(text.find(sign), text.size());
    out.emplace_back(text.substr(0, end));
    if (end == text.size()) return out;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

counter::Paying paying_in(const Sentence& sentence) {
  counter::Paying paying;
  if (!sentence.has("tenders")) return paying;
  for (const auto& one : parts_between(sentence["tenders"], '+')) {
    auto parts = parts_between(one, ':');
    parts.resize(3);
    paying.tenders.push_back({parts[0], parts[2], parts[1]});
  }
  return paying;
}

Result<books::Tenders> slips_in(const Sentence& sentence) {
  books::Tenders out;
  if (!sentence.has("slips")) return out;
  for (const auto& one : parts_between(sentence["slips"], '+')) {
    const auto parts = parts_between(one, ':');
    const auto tender = parse_word<books::Tender>(parts.front());
    if (!tender) return mistake("nobody pays by `" + parts.front() + "`");
    TRY(amount, parse_money(parts.back(), 2));
    out.push_back({*tender, amount, {}});
  }
  return out;
}

}  // namespace kwota::field
