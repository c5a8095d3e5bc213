// The key office's card desk: key cards, PSAMs and load SAMs are looked at, issued, renewed, refilled and cared for – card, office's vault and
// books brought together.
// Guarantees: what a card gets is permitted in the books before its first key is written, and noted after it with whether it came to its end;
// PINs are used once and kept nowhere. Never: knows a route.   Begin with issue(). On the thread that owns the cards.
#pragma once
#include <optional>

#include "carry/cards/key_cards/care.h"
#include "carry/cards/key_cards/load_sam.h"
#include "keys/office/control_cards.h"
#include "keys/office/load_sams.h"
#include "work/key_card_desk/order.h"
#include "work/key_card_desk/several_cards.h"
#include "work/key_office/key_office.h"

namespace kwota::key_card_desk {

/// A card on a reader, and what the books know of it.
struct SeenCard {
  enum class State { none, half_written, whole } state = State::none;
  std::optional<Error> trouble;   ///< it could not be read
  std::string next = "issue";     ///< what can be done with it
  std::optional<key_cards::Parameters> parameters;
  std::optional<books::KeyDevice> device;
};
constexpr const char* name_of(SeenCard::State state) {
  constexpr const char* names[] = {"none", "half_written", "whole"};
  return names[static_cast<std::size_t>(state)];
}

class KeyCardDesk {
 public:
  struct Parts {
    store::Books& books;
    key_office::KeyOffice& office;
    Readers& readers;
    /// Asks the load SAM with which the counters seal, in their own reader. Error `not_in_reader`: they do not seal with that one now.
    std::function<Result<iso7816::Response>(const CardSerial&, const iso7816::Command&)> in_counter;
  };
  explicit KeyCardDesk(Parts parts) : parts_(std::move(parts)) {}

  SeenCard look(const CardSerial& serial);
  /// Errors: those of issue_of(), of the permission and of the dialogue.
  Result<books::KeyDevice> issue(const IssueOrder& order, const people::Context& context);
  Result<books::KeyDevice> renew(const IssueOrder& order, const people::Context& context);
  /// A blank card of the supplier becomes the county's: its transport key is replaced, so that a mother card at a counter may give it keys.
  Result<CardSerial> prepare_blank(const std::string& serial, const people::Context& context);
  /// A control card may issue some more: the office's vault seals the order that the card takes.
  Result<books::KeyDevice> give_issues(const keys::IssuesOrder& order, const people::Context& context);
  /// A load SAM may load more; it takes the order where it is – on a reader of this desk, or in the counter's own while it is in use.
  Result<books::KeyDevice> give_quota(const keys::SamRefillOrder& order, const people::Context& context);
  /// `work`: (KeyOffice&, const dialogue::Parties&), with the officer's card that lies there: nobody waits for one that was taken away.
  template <class Work>
  auto with_lying(const CardSerial& card, Work work) {
    SeveralCards lying(parts_.readers, {card}, Duration{});
    return work(parts_.office, lying.parties(parts_.office.office().vault(), not_noted));
  }
  Result<void> unblock(const std::string& serial, const Bytes& pin, const people::Context& context);
  /// How many serials of void cards it had not known.
  Result<std::size_t> bring_void_list(const std::string& serial, const people::Context& context);

 private:
  static Result<void> not_noted(const dialogue::JournalNote&) { return {}; }
  struct Way;  ///< how a card is written: for the first time, or with the keys of another version
  Result<books::KeyDevice> write(const Way& way, const IssueOrder& order, const people::Context& context);
  /// One conversation with a card in use; `what` goes into the journal.
  template <class T>
  Result<T> care_for(const std::string& serial, const char* what, const std::function<dialogue::Dialogue<T>(const key_cards::CardCare&)>& make, const people::Context& context);
  Result<key_cards::SamQuota> bring_order(const key_cards::CardCare& care, const key_cards::SamQuota& more);
  Result<Bytes> as_the_county(seal::Vault& office, const std::vector<seal::Factor>& to_county, const seal::Request& asked);

  Parts parts_;
};

}  // namespace kwota::key_card_desk
