#include "store/witness/witness_kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <istream>
#include <sstream>

namespace kwota::store {
namespace {

struct PlaceKind {
  std::string_view prefix;
  Result<std::shared_ptr<const Witness>> (*make)(const std::string& place);
};
/// The first whose prefix fits; what has none of them is a file.
constexpr std::array place_kinds{PlaceKind{"https://", http_witness}, PlaceKind{"http://", http_witness}, PlaceKind{"syslog:", syslog_witness},
                                 PlaceKind{"", file_witness}};

}  // namespace

Result<std::shared_ptr<const Witness>> witness_at(const std::string& place) {
  const auto* kind = std::ranges::find_if(place_kinds, [&](const PlaceKind& one) { return place.starts_with(one.prefix); });
  return kind->make(place);
}

Result<Witnesses> witnesses_at(const std::vector<std::string>& places) {
  Witnesses out;
  for (const auto& place : places) {
    TRY(one, witness_at(place));
    out.push_back(std::move(one));
  }
  return out;
}

std::string witness_line(const Mark& mark, Instant time) { return fmt::format("{} {} {}\n", mark.number, to_hex(mark.hash), format_utc(time)); }

std::optional<Mark> newest_line(std::istream& lines) {
  std::optional<Mark> newest;
  for (std::string text; std::getline(lines, text);) {
    std::istringstream line(text);
    Mark mark;
    std::string hash;
    line >> mark.number >> hash;
    const auto digits = from_hex(hash);
    if (!line || mark.number <= 0 || !digits || digits->size() != mark.hash.size()) continue;
    std::ranges::copy(*digits, mark.hash.begin());
    newest = mark;
  }
  return newest;
}

Error bad_witness(const std::string& place) {
  return error(Fault::request, "bad_witness",
               fmt::format("\"{}\" is no place for a witness. Nothing was started. Give a file, syslog:, syslog://host:514 or https://host/path.", place),
               {{"witness", place}});
}

}  // namespace kwota::store
