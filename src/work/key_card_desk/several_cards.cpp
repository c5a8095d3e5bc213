#include "work/key_card_desk/several_cards.h"

#include "base/cause.h"

namespace kwota::key_card_desk {
namespace {

Error gone() { return error(Fault::card, Cause::card_removed, "The card was taken away."); }

}  // namespace

dialogue::Parties SeveralCards::parties(seal::Vault& vault, std::function<Result<void>(const dialogue::JournalNote&)> journal) {
  return {.device = [this](const iso7816::Command& command) { return ask(0, command); },
          .vault = [&vault](const seal::Request& request) { return vault.perform(request); },
          .journal = std::move(journal),
          .other_device = [this](std::size_t card, const iso7816::Command& command) { return ask(card, command); }};
}

Result<void> SeveralCards::power(std::size_t card) {
  if (card >= cards_.size() || replaced_[card]) return gone();
  readers_.want(cards_[card], card);
  TRY(reader, readers_.reader_with(cards_[card], patience_));
  // Whoever lay there before has made room; its session must go before the reader is used again.
  std::erase_if(powered_, [&](const auto& other) {
    if (other.second.reader != reader) return false;
    replaced_[other.first] = true;
    return true;
  });
  TRY(session, readers_.connect(reader));
  powered_.emplace(card, Powered{reader, std::move(session)});
  return {};
}

Result<iso7816::Response> SeveralCards::ask(std::size_t card, const iso7816::Command& command) {
  if (!powered_.contains(card)) MUST(power(card));
  return powered_.at(card).session.exchange(command);
}

}  // namespace kwota::key_card_desk
