// A slot of the virtual reader (vpcd) behind pcscd, with a simulated card in it: what opensc-tool, scriptor and Kwota see
// as a card on a reader. Protocol of vsmartcard: len2 || bytes on a TCP connection; the card is there while it stands.
// Guarantees: while a card is inserted it belongs to the reader's thread; when the service ends and starts again, the card
// is still in the reader. Never: changes what the card answers - but the answers to FF CA, which are a reader's.
// Begin with insert().
#pragma once
#include <chrono>
#include <functional>
#include <memory>

#include "base/time.h"
#include "sim/card_os/card_os.h"

namespace kwota::sim {

/// What happens to the card at a command.
enum class CardFault : std::uint8_t {
  answer,              ///< the command is executed and answered
  pulled_before,       ///< the card is pulled before it hears the command
  pulled_before_answer,  ///< the card executes the command and is pulled before the reader has the answer
  silent,              ///< the card never answers; the watchdog takes it off the reader
};

class VirtualReader {
 public:
  /// Called with the number of the command since the card was inserted, from 1.
  using BeforeCommand = std::function<CardFault(std::size_t n)>;

  /// `port`: where the slot listens (see PrivatePcscd). `watchdog`: how long a silent card stays.
  explicit VirtualReader(std::uint16_t port, Duration watchdog = Duration::seconds(5));
  ~VirtualReader();
  VirtualReader(const VirtualReader&) = delete;
  VirtualReader& operator=(const VirtualReader&) = delete;

  /// The card must outlive its stay, and nobody else may use it until remove() or until inserted() is false.
  void insert(CardOs& card, BeforeCommand before_command = {});
  /// Both lie in a contactless reader's field: it speaks to one, and each time it begins anew – as after every reset – to the one that was still.
  void insert_both(CardOs& card, CardOs& beside, BeforeCommand before_command = {});
  /// Takes the card away, at once; does nothing when there is none.
  void remove();
  /// False after remove(), or when the card was pulled by its fate.
  bool inserted() const;

 private:
  struct Stay;
  void begin(CardOs& card, CardOs* beside, BeforeCommand before_command);
  std::uint16_t port_;
  Duration watchdog_;
  std::unique_ptr<Stay> stay_;
  std::chrono::steady_clock::time_point removed_{};  ///< when the last card was taken away
};

}  // namespace kwota::sim
