#include "store/witness.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "store/group.h"

namespace kwota::store {
namespace {

constexpr std::size_t slip_digits = 16;

Error older(std::int64_t number, const std::string& witness) {
  return error(Fault::forged, "books_older_than_witness",
               fmt::format("{} knows group {} of these books, and they hold none or another one in its place: they were put back or replaced. Nothing was "
                           "changed. Stop selling, keep the folder, look for the newer books; only two persons may say that these are right (kwota accept).",
                           witness, number),
               {{"number", std::to_string(number)}, {"witness", witness}});
}

Error bad_slip(std::string_view text) {
  return error(Fault::request, "bad_slip", "This is not what a slip says of the books. Type the number and the four groups after it.", {{"text", std::string(text)}});
}

}  // namespace

std::string short_text(const Mark& mark) {
  const auto hex = to_hex(mark.hash);
  return fmt::format("{} {} {} {} {}", mark.number, hex.substr(0, 4), hex.substr(4, 4), hex.substr(8, 4), hex.substr(12, 4));
}

Result<std::optional<Mark>> Witness::newest() const {
  std::error_code failed;
  if (!std::filesystem::exists(file_, failed) && !failed) return std::optional<Mark>();
  std::ifstream in(file_);
  if (!in)
    return error(Fault::ours, "witness_unreadable",
                 fmt::format("The witness {} cannot be read. Nothing was started. Connect its disk, or start without it.", file_.string()),
                 {{"file", file_.string()}});
  std::optional<Mark> newest;
  for (std::string text; std::getline(in, text);) {
    std::istringstream line(text);
    Mark mark;
    std::string hash;
    line >> mark.number >> hash;
    const auto digits = from_hex(hash);
    if (!line || !digits || digits->size() != mark.hash.size()) continue;  // torn by a crash
    std::copy(digits->begin(), digits->end(), mark.hash.begin());
    newest = mark;
  }
  return newest;
}

Result<void> Witness::tell(const Mark& mark, Instant now) const {
  const auto line = fmt::format("{} {} {}\n", mark.number, to_hex(mark.hash), format_utc(now));
  const int file = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  const bool told = file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fdatasync(file) == 0;
  if (file >= 0) ::close(file);
  if (told) return Done{};
  return error(Fault::ours, "witness_unwritable",
               fmt::format("The witness {} cannot be written. The books themselves are safe. Connect its disk.", file_.string()), {{"file", file_.string()}});
}

Result<void> hold_mark(Connection& connection, const Mark& mark, const std::string& witness) {
  TRY(anchor, read_anchor(connection, mark.number));
  return anchor && anchor->hash == mark.hash ? Result<void>(Done{}) : Result<void>(older(mark.number, witness));
}

Result<Mark> hold_slip(Connection& connection, std::string_view text) {
  std::istringstream words{std::string(text)};
  Mark mark;
  std::string digits;
  words >> mark.number;
  if (!words || mark.number <= 0) return bad_slip(text);
  for (std::string group; words >> group;) digits += group;
  std::transform(digits.begin(), digits.end(), digits.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (digits.size() != slip_digits || !from_hex(digits)) return bad_slip(text);
  TRY(anchor, read_anchor(connection, mark.number));
  if (!anchor || !to_hex(anchor->hash).starts_with(digits)) return older(mark.number, "the slip");
  mark.hash = anchor->hash;
  return mark;
}

}  // namespace kwota::store
