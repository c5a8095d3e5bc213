#include "store/witness.h"

#include <fmt/format.h>

#include <sstream>

#include "base/ascii.h"
#include "base/cause.h"
#include "store/restoration.h"
#include "store/sqlite/anchors.h"

namespace kwota::store {
namespace {

constexpr std::size_t slip_digits = 16;

Error older(std::int64_t number, const std::string& witness) {
  return error(Fault::forged, Cause::books_older_than_witness,
               fmt::format("{} knows group {} of these books, and they hold none or another one in its place: they were put back or replaced. Nothing was "
                           "changed. Stop selling, keep the folder, look for the newer books; only two persons may say that these are right (kwota accept).",
                           witness, number),
               {{"number", std::to_string(number)}, {"witness", witness}});
}

Error bad_slip(std::string_view text) {
  return error(Fault::request, "bad_slip", "This is not what a slip says of the books. Type the number and the four groups after it.", {{"text", std::string(text)}});
}

}  // namespace

Error witness_unreadable(const std::string& witness) {
  return error(Fault::ours, "witness_unreadable",
               fmt::format("The witness {} cannot be asked. Nothing was started. Make it reachable, or start without it.", witness), {{"witness", witness}});
}
Error witness_unwritable(const std::string& witness) {
  return error(Fault::ours, "witness_unwritable",
               fmt::format("The witness {} cannot be told. The books themselves are safe. Make it reachable.", witness), {{"witness", witness}});
}

Result<void> hold_mark(Moment& moment, const Mark& mark, const std::string& witness, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  TRY(anchor, read_anchor(connection, mark.number));
  return (anchor && anchor->hash == mark.hash) || held_by_former(connection, mark, check) ? Result<void>(Done{}) : Result<void>(older(mark.number, witness));
}

Result<Mark> hold_slip(Moment& moment, std::string_view text, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  std::istringstream words{std::string(text)};
  Mark mark;
  std::string digits;
  words >> mark.number;
  if (!words || mark.number <= 0) return bad_slip(text);
  for (std::string group; words >> group;) digits += group;
  digits = in_capitals(digits);
  if (digits.size() != slip_digits || !from_hex(digits)) return bad_slip(text);
  TRY(anchor, read_anchor(connection, mark.number));
  if (anchor && to_hex(anchor->hash).starts_with(digits)) return Mark{mark.number, anchor->hash};
  // A slip of before a restoration: the books that were put aside say it.
  TRY(former, former_mark(connection, mark.number, digits, check));
  return former ? Result<Mark>(*former) : Result<Mark>(older(mark.number, "the slip"));
}

Result<std::vector<WitnessAnswer>> hold_witnesses(Moment& moment, const Witnesses& witnesses, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  std::vector<WitnessAnswer> out;
  for (const auto& witness : witnesses) {
    TRY(mark, witness->newest());
    if (mark) MUST(hold_mark(connection, *mark, witness->name(), check));
    out.push_back({witness->name(), witness->can_be_asked(), mark});
  }
  return out;
}

Result<std::vector<std::string>> newer_witnesses(Moment& moment, const Witnesses& witnesses, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  std::vector<std::string> out;
  for (const auto& witness : witnesses) {
    TRY(mark, witness->newest());
    if (!mark) continue;
    const auto held = hold_mark(connection, *mark, witness->name(), check);
    if (held) continue;
    if (cause_of(held.error()) != Cause::books_older_than_witness) return held.error();
    out.push_back(witness->name());
  }
  return out;
}

}  // namespace kwota::store
