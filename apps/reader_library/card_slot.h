// One reader of PC/SC as a slot of a handle: the card in it shared with other programs between two calls, and alone during one.
// Guarantees: no thread of its own; a card that was lost is not spoken to again before it is selected anew, so that nothing meant for it
// reaches another one. Never: resets a card, so that what another program opened on it stays open.
// Begin with Service::find_reader() and CardSlot::begin().
#pragma once
#include <winscard.h>

#include <string>
#include <vector>

#include "carry/iso7816/apdu.h"

namespace kwota::reader {

/// A connection to the card service; none shares it, so that handles do not wait for each other.
class Service {
 public:
  Service() = default;
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  /// Error `reader_offline`.
  Result<void> open();
  SCARDCONTEXT context() const { return context_; }
  /// Error `reader_offline`: no service, no reader of that name or number. `two_cards`, `no_card`: nothing was named, and the readers do
  /// not tell.
  Result<std::string> find_reader(const std::string& wanted) const;

 private:
  SCARDCONTEXT context_ = 0;
};

class CardSlot {
 public:
  CardSlot(const Service& service, std::string reader, char name) : service_(service), reader_(std::move(reader)), name_(name) {}
  ~CardSlot();
  CardSlot(const CardSlot&) = delete;
  CardSlot& operator=(const CardSlot&) = delete;

  /// The card is ours alone until end(). Errors: `no_card`, `sharing`, `reader_offline`, `card_silent`.
  Result<void> begin();
  void end();
  /// Errors: `card_removed`, `card_silent`, `reader_offline`.
  Result<iso7816::Response> exchange(const iso7816::Command& command);
  const std::string& reader() const { return reader_; }
  const Bytes& atr() const { return atr_; }
  std::uint16_t last_status() const { return last_status_; }

 private:
  LONG connect();
  LONG hold();
  void disconnect();
  bool leaves() const;
  Error lost(LONG status);

  const Service& service_;
  std::string reader_;
  char name_;
  SCARDHANDLE card_ = 0;
  DWORD protocol_ = 0;
  bool connected_ = false, held_ = false, lost_ = false;
  Bytes atr_;
  std::uint16_t last_status_ = 0;
};

}  // namespace kwota::reader
