#include "carry/dialogue/breaks.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "seal/vault/vault_rules.h"

namespace kwota::dialogue {

namespace {

constexpr std::string_view party_names[] = {"device", "vault", "journal", "line"};
constexpr std::string_view cut_names[] = {"cut before", "cut after", "program killed after"};

}  // namespace

std::string to_text(const Break& where) {
  const auto card = where.card == 0 ? std::string{} : fmt::format(" {}", where.card);
  return fmt::format("question {} to the {}{}, {}", where.question, party_names[static_cast<std::size_t>(where.party)], card,
                     cut_names[static_cast<std::size_t>(where.cut)]);
}

Error gone(Party party) {
  switch (party) {
    case Party::device:
      return error(Fault::card, Cause::card_removed, "The card was taken from the reader; put it back.");
    case Party::line:
      return error(Fault::wire, Cause::meter_silent, "The meter does not answer.");
    case Party::vault: return seal::vault_offline("cut on purpose");
    case Party::journal: break;
  }
  return error(Fault::ours, Cause::disk_full, "The books could not be written; nothing was sent.");
}

}  // namespace kwota::dialogue
