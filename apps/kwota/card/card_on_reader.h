// The card that somebody put down for a verb: on the reader that was named, or on the only one that holds a card.
// Begin with CardOnReader::find().
#pragma once
#include <memory>
#include <string>

#include "carry/wire/pcsc_readers.h"

namespace kwota::app {

/// Ours alone for as long as this object lives; reset when it goes.
class CardOnReader {
 public:
  /// `reader`: its PC/SC name; empty: the one reader that holds a card. Errors: `reader_offline`, `no_card`,
  /// `two_cards`{readers}, `card_silent`, `sharing`.
  static Result<std::unique_ptr<CardOnReader>> find(const std::string& reader);

  const std::string& reader() const { return reader_; }
  wire::CardSession& session() { return session_; }

 private:
  CardOnReader(std::unique_ptr<wire::PcscReaders> readers, std::string reader, wire::CardSession session)
      : readers_(std::move(readers)), reader_(std::move(reader)), session_(std::move(session)) {}

  std::unique_ptr<wire::PcscReaders> readers_;
  std::string reader_;
  wire::CardSession session_;
};

}  // namespace kwota::app
