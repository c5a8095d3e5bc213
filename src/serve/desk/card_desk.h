// The desk where cards are put down: follows the readers, has every card looked at by the teller, and lets one piece of work at a
// time have the card. Everything that touches a card runs on the desk's own thread. A reader belongs to a till: its cards are that
// till's, and what lies on another reader neither shows there nor stops anybody.
// Guarantees: work gets exactly the card that the person saw (its session), or is refused; after each piece of work the card
// is looked at again, so the console never shows an old state.
// Never: decides about money, knows a route.   Begin with submit().
#pragma once
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "carry/wire/pcsc_readers.h"
#include "sell/scheme/scheme.h"
#include "sell/tariff/use/plan_cache.h"
#include "serve/router/events.h"
#include "work/teller/teller.h"

namespace kwota::serve {

/// In whose name cards are looked at that are put down by themselves: who used the reader's till last.
struct Attendant {
  books::Operator who;
  std::string station, till;
  std::string language;
};

/// What lies on the desk.
struct OnDesk {
  std::string session;                 ///< changes whenever a card is put down
  std::string reader;
  Bytes atr;
  std::optional<teller::Inspection> look;    ///< nothing yet: being read, or nobody attends
  std::optional<Error> trouble;        ///< why it could not be looked at
  /// Nothing is wrong with the card: what the counter seals with could not, and it is looked at again by itself when that can.
  bool stopped_by_vault() const;
};

class CardDesk {
 public:
  /// Work with the card; `look` is what was seen when it was put down.
  using Work = std::function<void(teller::CardOnReader& card, const teller::Inspection& look)>;

  /// `families`: of the cards that are put down. `own_readers`: where the counter's own PSAM, load SAM and mother card lie; they are no customer's, and nobody but the vault speaks to them.
  CardDesk(store::Books& books, seal::Vault& vault, const scheme::Table& schemes, teller::Families families, Random& random, const Clock& clock, Events& events,
           std::vector<std::string> own_readers = {});
  ~CardDesk();
  CardDesk(const CardDesk&) = delete;
  /// Finishes what was begun with a card, drops what waits and what comes from now on.
  void stop();

  /// From now on cards on `reader` are this person's at this till.
  void attend(const std::string& reader, Attendant attendant);
  /// The reader is given up: nobody attends its cards.
  void leave(const std::string& reader);

  struct State {
    std::vector<wire::ReaderView> readers;
    bool service_running = false;
  };
  State state() const;
  /// What lies on this reader.
  std::optional<OnDesk> card_on(const std::string& reader) const;
  /// A card lies there, anybody's: what the lamp of the reader shows.
  bool sees_card(const std::string& reader) const;

  /// Runs `work` with the card of that session (empty: whatever lies there) on `reader`, or `refused` with: no_card, card_changed,
  /// reader_offline, card_removed, two_cards.
  void submit(const std::string& reader, const std::string& session, Work work, std::function<void(Error)> refused);
  /// Runs `work` on the desk's thread when no card is being worked with, and waits for it: what the cards' keys hang on changes
  /// between two cards, never within one. Not from the desk's own thread.
  void between_cards(const std::function<void()>& work);

  // The key office works with several cards at once, each by its serial number.
  /// Runs `job` on the desk's thread.
  void run(std::function<void()> job) { enqueue(std::move(job)); }
  struct Lying {
    std::string reader;
    CardSerial serial;
  };
  /// Every card whose answer to reset has a serial number.
  std::vector<Lying> lying() const;
  /// Waits until that card lies on some reader. Error `card_awaited` {card}: it did not come. On the desk's thread.
  Result<std::string> reader_with(const CardSerial& serial, Duration patience);
  /// With what was put down there. Error `two_cards`: another one answers, and none was seen to come.
  Result<wire::CardSession> connect(const std::string& reader) const;

  /// Cards that could not be looked at for want of the vault are looked at again.
  void vault_is_back();

  teller::Teller& teller() { return teller_; }

 private:
  void loop();
  void received(const wire::ReaderEvent& event);
  void enqueue(std::function<void()> job);
  Result<void> not_void(ByteView atr);
  void look_at(const std::string& session);
  void work_with(const std::string& reader, const std::string& session, const Work& work, const std::function<void(Error)>& refused);
  Result<wire::CardSession> connect_with(const std::string& reader, ByteView atr) const;
  void note_trouble(const OnDesk& there, const Error& why);
  std::optional<Error> refusal(const OnDesk* card, const std::string& session) const;
  const OnDesk* lying_on(const std::string& reader) const;
  void publish(const std::string& reader);
  std::string new_session();

  store::Books& books_;
  const scheme::Table& schemes_;
  Random& random_;
  const Clock& clock_;
  Events& events_;
  bool is_own(const std::string& reader) const { return std::ranges::find(own_readers_, reader) != own_readers_.end(); }
  const std::vector<std::string> own_readers_;
  tariff::PlanCache plans_;  ///< of the cards that are looked at by themselves
  teller::Teller teller_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool ready_ = false;  ///< readers_ is there
  bool ending_ = false;
  std::map<std::string, Attendant> attendants_;  ///< by reader
  std::vector<OnDesk> cards_;  ///< one for each reader that holds a card
  std::unique_ptr<wire::PcscReaders> readers_;
  std::thread thread_;
};

}  // namespace kwota::serve
