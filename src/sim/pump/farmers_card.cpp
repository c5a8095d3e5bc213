#include "sim/pump/farmers_card.h"

#include <algorithm>

#include "carry/cards/purse_card/family.h"
#include "carry/dialogue/parties.h"

namespace kwota::sim {
namespace {

/// County 4 digits, kind 1, running 7: the first counter of the card's own county.
cards::TerminalNumber first_counter_of(const CardSerial& number) { return {number.bytes[0], number.bytes[1], 0x10, 0x00, 0x00, 0x01}; }

cards::PurseOrder first_load(const cards::PurseIssue& issue, Money money) {
  cards::PurseOrder load;
  load.keys = {.serial = purse_card::factor_of(issue.application.serial), .version = issue.version, .transport_version = issue.transport_version, .chip = issue.chip};
  load.sale = "elsewhere";
  load.amount = money;
  load.n = SequenceNumber{1};
  load.terminal = first_counter_of(load.keys.serial);
  std::ranges::copy(issue.application.valid_from, load.moment.begin());
  load.moment[issue.application.valid_from.size()] = 0x08;
  load.pin = issue.pin;
  load.first_attempt = true;
  return load;
}

}  // namespace

Result<cards::PurseWritten> make_farmers_card(CardOs& card, const cards::PurseIssue& issue, Money money, seal::Vault& vault) {
  const dialogue::Parties there{.device = [&card](const iso7816::Command& command) { return card.exchange(command); },
                                .vault = [&vault](const seal::Request& request) { return vault.perform(request); },
                                .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
  MUST(dialogue::run(cards::purse_card_family.issue_purse(issue), there));
  return dialogue::run(cards::purse_card_family.load(first_load(issue, money)), there);
}

}  // namespace kwota::sim
