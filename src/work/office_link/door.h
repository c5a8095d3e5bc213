// The door through which the key office comes to the counters, and the only one: it brings messages, asks how the counters' vault
// and a key change are, and has bytes carried to a meter on a line or to the load SAM that they seal with. Guarantees: only the office that people confirmed is heard,
// each of its questions once; a message is taken in order, once, with its keys activated between two cards; what the vault could
// not do is written down and told, and never stops what follows. Never: sees a key, a component or a PIN – keys come as blocks
// that only the token opens, meters' commands are closed between office and meter.   Begin with answer().
#pragma once
#include <functional>
#include <map>
#include <mutex>

#include "carry/iso7816/apdu.h"
#include "people/sign_in/address_misses.h"
#include "seal/vault/key_store.h"
#include "store/books.h"
#include "work/key_office/meter_keys.h"
#include "work/office_link/envelope.h"
#include "work/office_link/strangers.h"

namespace kwota::office_link {

/// Meters that may be held open at once, and how long between two commands. [K]
inline constexpr std::size_t relayed_meters_max = 4;
inline constexpr int relay_rests_seconds = 120;

class OfficeDoor {
 public:
  struct Parts {
    store::Books& books;
    seal::Vault& vault;            ///< its pair signs the answers
    seal::KeyStore& token;         ///< where keys arrive
    const Clock& clock;            ///< of the books
    const Clock& machine;          ///< its own clock, which the office's questions name
    key_office::MeterLinks* meters = nullptr;  ///< none: no line leads anywhere from here
    /// To the card that the counters seal with. Error `not_in_reader`{card}: they do not seal with that one now.
    std::function<Result<iso7816::Response>(const CardSerial&, const iso7816::Command&)> card;
    /// Runs work when no card is being written.
    std::function<void(const std::function<void()>&)> between_cards = {};
    std::function<void()> published = {};  ///< somebody may look at what has changed
  };
  explicit OfficeDoor(Parts parts) : parts_(std::move(parts)), newest_us_(question_time(parts_.machine)) {}

  /// Before answer(): whether anybody there may still ask. `from`: an address, as addresses are counted. Quick. Error rate_limited {retry_after}.
  Result<void> may_knock(const std::string& from);
  /// The answer to an envelope. Not on the network's thread. The counters' pair signs it for the office that they know, once for each question; whoever
  /// else asks gets what was signed before, or a refusal that nobody signed. Errors: `question_forged` and those of the vault; all others are in the answer.
  Result<std::string> answer(std::string_view envelope, const std::string& from);

  /// The office whose public key lies in a file, at the first start: whoever installs both programs answers for it. Nothing
  /// happens when an office is known already.
  Result<void> confirm_at_installation(ByteView public_key);
  /// Fingerprints of those who knocked and are not known.
  std::vector<std::string> strangers() const;
  /// A new office, or one whose token was lost, after two managers compared its fingerprint. Its messages go
  /// on from the last one that was taken. Errors: permission_denied, `whole_utility` {station}, `key_office_not_there` {fingerprint}, those of an approval.
  Result<Done> confirm(const std::string& fingerprint, const std::string& reason, std::int64_t approval, const people::Context& context);
  std::optional<books::Partner> office() const;

 private:
  using object = boost::json::object;
  /// Nothing: he is heard.
  std::optional<NotHeard> admit(const Question& question, const std::string& from);
  Result<object> do_it(const Question& question);
  Result<std::string> hello();
  Result<object> who_we_are();
  Result<object> take(const object& question);
  Result<bool> taken_before(const books::OfficeMessage& message) const;
  std::map<std::string, std::string> follow(const keys::MessageContent& content);
  Result<object> report();
  Result<object> campaign(const object& question);
  Result<books::Meter> meter_of(const object& question) const;
  Result<object> know_meter(const object& question);
  Result<object> open_meter(const object& question);
  Result<object> ask_meter(const object& question);
  Result<object> close_meter(const object& question);
  Result<object> factories(const object& question);
  Result<object> ask_card(const object& question);
  Result<object> prove(const object& question);

  struct Held {
    key_office::ToModule module;
    std::int64_t until_us = 0;
  };
  Parts parts_;
  std::mutex working_;           ///< one message at a time
  mutable std::mutex mutex_;     ///< of all below
  std::int64_t newest_us_ = 0;
  Strangers strangers_;
  people::AddressMisses knocks_{knocks_in_vain_max};
  std::map<std::string, Held> held_;  ///< by meter number
  Introduction introduction_;    ///< has its own lock
};

}  // namespace kwota::office_link
