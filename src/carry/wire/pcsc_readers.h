// Card readers through PC/SC (PC/SC Workgroup part 5): found and followed by themselves, used by one session at a time.
// Guarantees: a service that is not running, no reader, and a reader that is unplugged are normal states - they are reported
// and tried again; a card that is pulled and put back between two looks is reported as removed and present.
// Never: knows what the bytes mean. Words of PC/SC stop here: outside there are five errors,
//   reader_offline  no service, no such reader         no_card    the reader is empty
//   card_removed    taken away or reset in the middle  card_silent the card does not answer
//   sharing         another program holds the card
// pcscd gives SCardTransmit no time limit: a card that never answers holds its session until it is taken off the reader.
// Begin with PcscReaders and CardSession::exchange().
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "carry/iso7816/apdu.h"

namespace kwota::wire {

struct ReaderEvent {
  enum class Kind : std::uint8_t {
    readers_changed,  ///< a reader came or went, or the service did
    card_present,     ///< `reader` holds a card, `atr` is its answer to reset; empty: the card is mute
    card_removed,     ///< `reader` is empty again, or gone
  };
  Kind kind = Kind::readers_changed;
  std::string reader{};
  Bytes atr{};
};

struct ReaderView {
  std::string name;
  bool card_present = false;
  Bytes atr;  ///< empty without card, or when the card is mute
};

/// One conversation with one card, exclusive. Ends with a reset of the card, so that no security state is left to anybody.
class CardSession {
 public:
  CardSession(CardSession&&) noexcept;
  CardSession& operator=(CardSession&&) noexcept;
  ~CardSession();

  const Bytes& atr() const;
  /// Errors: card_removed, card_silent, reader_offline, bad_apdu. After card_removed the session is of no further use.
  Result<iso7816::Response> exchange(const iso7816::Command& command);

 private:
  friend class PcscReaders;
  struct Connection;
  explicit CardSession(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

class PcscReaders {
 public:
  /// Called on the watching thread, one event at a time; must not destroy this object.
  using Listener = std::function<void(const ReaderEvent&)>;

  explicit PcscReaders(Listener listener);
  ~PcscReaders();
  PcscReaders(const PcscReaders&) = delete;
  PcscReaders& operator=(const PcscReaders&) = delete;

  /// What is there now, in the order of the service.
  std::vector<ReaderView> readers() const;
  /// The service (pcscd) answers.
  bool service_running() const;

  /// A card that another program just looks at is waited for, a few seconds. Errors: reader_offline, no_card, card_silent, sharing.
  Result<CardSession> connect(const std::string& reader) const;

 private:
  struct Watch;
  std::unique_ptr<Watch> watch_;
};

}  // namespace kwota::wire
