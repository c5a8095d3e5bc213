#include "books/parts/tender.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace kwota::books {
namespace {

/// "card=4000:A41F77"
std::optional<Tendered> parse_part(std::string_view text) {
  const auto is = text.find('=');
  if (is == std::string_view::npos) return std::nullopt;
  const auto tender = parse_word<Tender>(text.substr(0, is));
  text.remove_prefix(is + 1);
  std::int64_t minor = 0;
  const auto number = std::from_chars(text.data(), text.data() + text.size(), minor);
  if (!tender || number.ec != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(number.ptr - text.data()));
  if (!text.empty() && text.front() != ':') return std::nullopt;
  return Tendered{*tender, Money::minor(minor), std::string(text.empty() ? text : text.substr(1))};
}

}  // namespace

Money Tenders::sum() const {
  Money sum;
  for (const auto& part : *this) sum += part.amount;
  return sum;
}

Money Tenders::of(Tender tender) const {
  Money sum;
  for (const auto& part : *this)
    if (part.tender == tender) sum += part.amount;
  return sum;
}

std::string to_text(const Tenders& tenders) {
  std::string out;
  for (const auto& [tender, amount, reference] : tenders) {
    fmt::format_to(std::back_inserter(out), "{}{}={}", out.empty() ? "" : ";", word_of(tender), amount.minor());
    if (!reference.empty()) out += ":" + reference;
  }
  return out;
}

Tenders parse_tenders(std::string_view text) {
  Tenders out;
  for (auto rest = text; !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto part = parse_part(rest.substr(0, end));
    if (!part) return {Tendered{no_word<Tender>, Money{}, std::string(text)}};
    out.push_back(*part);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (to_text(out) != text) return {Tendered{no_word<Tender>, Money{}, std::string(text)}};
  return out;
}

}  // namespace kwota::books
