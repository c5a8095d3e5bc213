// Numbers of meters and seals as they stand on boxes: single ones and runs.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/ascii.h"
#include "base/ids_text.h"
#include "sell/stock/stock.h"

namespace kwota::stock {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto blank = " \t\r\n";
  const auto from = text.find_first_not_of(blank);
  return from == std::string_view::npos ? std::string_view{} : text.substr(from, text.find_last_not_of(blank) - from + 1);
}

Error too_many() {
  return error(Fault::request, "stock_too_many", "That are too many at once; nothing was changed. Give them in several parts.", {{"most", fmt::format("{}", meters_max)}});
}

/// Calls `take` with each part between commas, semicolons and line ends: from, and where a run ends.
Result<void> each_part(std::string_view text, const std::function<Result<void>(std::string_view from, std::string_view to)>& take) {
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(",;\n"), text.size());
    const auto part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    const auto dash = part.find('-');
    MUST(take(trimmed(part.substr(0, dash)), dash == std::string_view::npos ? std::string_view{} : trimmed(part.substr(dash + 1))));
  }
  return Done{};
}

std::string_view digits_at_end(std::string_view text) {
  auto begin = text.size();
  while (begin > 0 && is_digit(text[begin - 1])) --begin;
  return text.substr(begin);
}

Error bad_seal(std::string_view text) {
  return error(Fault::request, "bad_seal", "A seal has at most 24 letters and digits; a run goes from A100-A149, with one beginning and as many digits.", {{"text", std::string(text)}});
}

Result<void> add_run(std::string_view from, std::string_view to, std::vector<std::string>& out) {
  const auto first = digits_at_end(from), last = digits_at_end(to);
  const auto head = from.substr(0, from.size() - first.size());
  if (first.empty() || first.size() > 15 || first.size() != last.size() || to.substr(0, to.size() - last.size()) != head || last < first) return bad_seal(to);
  const auto begin = std::stoll(std::string(first)), end = std::stoll(std::string(last));
  if (static_cast<std::size_t>(end - begin) >= 4 * meters_max) return too_many();
  for (auto number = begin; number <= end; ++number) out.push_back(fmt::format("{}{:0{}}", head, number, first.size()));
  return Done{};
}

}  // namespace

Result<std::vector<MeterNumber>> numbers_of(std::string_view text) {
  std::vector<MeterNumber> out;
  MUST(each_part(text, [&](std::string_view from, std::string_view to) -> Result<void> {
    TRY(first, parse_meter_number(std::string(from)));
    TRY(last, parse_meter_number(std::string(to.empty() ? from : to)));
    if (last < first || first.is_zero()) return error(Fault::request, "bad_meter_number", "A run of meters goes from the lower number to the higher one.", {{"text", std::string(to)}});
    if (last.value() - first.value() >= meters_max) return too_many();
    for (auto number = first.value(); number <= last.value(); ++number) out.push_back(MeterNumber::from(number));
    return Done{};
  }));
  if (out.empty()) return error(Fault::request, "meters_missing", "Say which meters: single numbers and runs, as 101-150, 199.");
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > meters_max) return too_many();
  return out;
}

Result<std::vector<std::string>> seals_of(std::string_view text) {
  std::vector<std::string> out;
  MUST(each_part(text, [&](std::string_view from, std::string_view to) -> Result<void> {
    const auto plain = [](char c) { return is_letter_or_digit(c) || c == '/'; };
    if (from.empty() || from.size() > 24 || !std::ranges::all_of(from, plain)) return bad_seal(from);
    if (!to.empty()) return add_run(from, to, out);
    out.emplace_back(from);
    return Done{};
  }));
  if (out.size() > 4 * meters_max) return too_many();
  return out;
}

}  // namespace kwota::stock
