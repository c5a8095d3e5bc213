#include "kwota/card/card_on_reader.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "base/cause.h"

namespace kwota::app {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

/// The readers are followed on a thread of their own: what is there is known only after a moment. A first card may be
/// followed by a second one, which must not be overlooked.
class FirstLook {
 public:
  void receive(const wire::ReaderEvent& event) {
    const std::lock_guard lock(mutex_);
    card_seen_ |= event.kind == wire::ReaderEvent::Kind::card_present;
    ++events_;
    received_.notify_all();
  }

  /// Returns when nothing more was reported for a while.
  void wait() {
    constexpr std::chrono::milliseconds for_a_card{1500}, for_another{300};
    std::unique_lock lock(mutex_);
    for (auto before = events_ + 1; before != events_;) {
      before = events_;
      received_.wait_for(lock, card_seen_ ? for_another : for_a_card, [&] { return events_ != before; });
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable received_;
  std::size_t events_ = 0;
  bool card_seen_ = false;
};

/// The named reader, or the only one that holds a card.
Result<std::string> choose_reader(const wire::PcscReaders& readers, const std::string& wanted) {
  if (!wanted.empty()) return wanted;
  std::vector<std::string> with_card;
  for (const auto& reader : readers.readers())
    if (reader.card_present) with_card.push_back(reader.name);
  if (with_card.size() == 1) return with_card.front();
  if (with_card.size() > 1)
    return error(Fault::request, Cause::two_cards, "There are cards on several readers; name one with --reader.",
                 {{"readers", joined(with_card)}});
  if (!readers.service_running())
    return error(Fault::wire, Cause::reader_offline, "The card service does not run; start it and plug the reader in.");
  return error(Fault::request, Cause::no_card, "There is no card on the reader; put it down.");
}

}  // namespace

Result<std::unique_ptr<CardOnReader>> CardOnReader::find(const std::string& reader) {
  auto first_look = std::make_shared<FirstLook>();
  auto readers = std::make_unique<wire::PcscReaders>([first_look](const wire::ReaderEvent& event) { first_look->receive(event); });
  if (reader.empty()) first_look->wait();
  TRY(chosen, choose_reader(*readers, reader));
  TRY(session, readers->connect(chosen));
  return std::unique_ptr<CardOnReader>(new CardOnReader(std::move(readers), chosen, std::move(session)));
}

}  // namespace kwota::app
