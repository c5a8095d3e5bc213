#include "carry/cards/psam/terminal_proof.h"

#include <algorithm>

#include "base/ids_text.h"
#include "carry/cards/purse_card/terminal_commands.h"
#include "seal/cipher/card_crypto.h"

namespace kwota::psam {
namespace {

using key_cards::KeyCardKind;

/// County 4 digits, kind 1 (1 counter, 2 pump, 3 handheld), running 7: by that scheme what is another kind's stands at no counter.
bool is_another_kinds(const key_cards::TerminalNumber& terminal, std::uint32_t county) {
  const int kind = terminal[2] >> 4;
  return get_be16(terminal.data()) == county >> 16 && (kind == 2 || kind == 3);
}

/// The purchase of nothing by which it proves itself.
seal::purse::Trade purchase_of_nothing(const TerminalQuestion& asked, const key_cards::TerminalNumber& terminal) {
  seal::purse::Trade trade;
  trade.random = asked.random;
  trade.type = seal::purse::TransactionType::purse_purchase;
  std::ranges::copy(terminal, trade.terminal.begin());
  trade.moment = asked.moment;
  return trade;
}

Result<bool> is_right(seal::Vault& vault, const seal::KeyRef& key, const TerminalQuestion& asked, const seal::purse::Trade& trade, ByteView code) {
  const seal::SessionMac request{.key = key, .factors = {seal::Factor{asked.card}}, .input = seal::purse::offline_input(trade), .message = seal::purse::order(trade),
                                 .claimed = to_bytes(code)};
  TRY(expected, vault.perform(request));
  return equal_secret(expected, code);
}

}  // namespace

TerminalQuestion TerminalQuestion::thrown(Random& random, const seal::purse::Moment& moment) {
  TerminalQuestion question;
  random.fill(question.random);
  random.fill(question.card);
  question.moment = moment;
  return question;
}

Result<TerminalProof> prove_terminal(seal::Vault& vault, const CardSlot& psam, const CardSerial& card, const SecretBytes& pin, const TerminalQuestion& asked) {
  constexpr std::size_t number_bytes = 4, code_bytes = 4;
  const dialogue::Parties parties{.device = psam,
                                  .vault = [&vault](const seal::Request& request) { return vault.perform(request); },
                                  .journal = [](const dialogue::JournalNote&) { return Result<void>(); }};
  TRY(found, dialogue::run(key_cards::read_terminal(key_cards::place::target, card), parties));
  if (found.parameters.kind != KeyCardKind::psam)
    return error(Fault::card, "psam_expected", "This is no PSAM: nothing was proved. Put the till's PSAM into this reader.", {{"found", std::string{key_cards::name_of(found.parameters.kind)}}});
  const auto terminal = to_hex(found.number);
  if (is_another_kinds(found.number, asked.county))
    return error(Fault::card, "psam_not_a_counters", "This PSAM is a pump's or a handheld's: it admits no till. Put in the one that was issued for the till.", {{"terminal", terminal}});
  MUST(dialogue::run(key_cards::give_pin(key_cards::place::target, "psam", to_bytes(pin.view())), parties));

  auto trade = purchase_of_nothing(asked, found.number);
  const cards::OfflineBegun begun{.balance = {}, .counter = trade.sequence, .version = found.parameters.version, .algorithm = 0, .random = asked.random};
  TRY(answer, psam(cards::sam_begin(cards::OfflineKind::purchase, begun, Money{}, asked.moment, CardSerial{asked.card})));
  const auto unproven = error(Fault::forged, "psam_not_proven", "This PSAM has not proved that it is of this county and of this terminal: the till sells no farmers' cards. Have the key office look at it.",
                              {{"terminal", terminal}});
  if (!answer.sw.ok() || answer.data.size() != number_bytes + code_bytes) return unproven;
  trade.terminal_sequence = get_be32(answer.data.data());
  TRY(right, is_right(vault, {seal::Purpose::purchase, found.parameters.version}, asked, trade, ByteView(answer.data).subspan(number_bytes)));
  if (!right) return unproven;
  return TerminalProof{card, found.number};
}

}  // namespace kwota::psam
