// Sends what waits, mail and short messages each on a thread that gets a processor only when nobody else wants one: one letter after another, where the
// settings say at that moment. A relay that does not answer keeps no short message waiting, and a gateway no mail.
// Guarantees: no letter leaves that is not in the books, no try that is not counted there; without a relay nothing leaves, and the letter says so;
// whoever has lost a right meanwhile gets nothing by it. Stopped, what is under way is told again at the next start, under the same Message-ID.
// Never: writes a letter (serve/letters).   Begin with Outbox, then start().
#pragma once
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "store/books.h"
#include "work/letters/transport.h"

namespace kwota::letters {

/// What goes with a letter, and what it says now; or why it does not go any more.
struct Content {
  LetterFailure failure = LetterFailure::none;
  std::optional<Enclosure> enclosure{};
  std::optional<SaidNow> said{};
};

/// Where letters go out now, by the settings; nothing: nowhere. Without secrets.
struct Places {
  std::optional<MailPlace> mail;
  std::optional<MessagePlace> message;
};

class Outbox {
 public:
  struct Parts {
    store::Books& books;
    const Clock& clock;
    std::filesystem::path password_file;  ///< of the mail relay
    std::filesystem::path key_file;       ///< of the gateway for short messages
    std::function<Content(const Letter&)> content;  ///< asked before each try; from any thread
    std::function<void(const Letter&)> told = {};   ///< it moved; from any thread, quick
  };
  Outbox(Parts parts, const std::function<std::unique_ptr<Transport>(std::function<bool()>)>& transport);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;
  ~Outbox();

  void start();
  /// One look at those that go this way: whatever is due is tried once, on the caller's thread, until nobody answers there. How many letters moved.
  std::size_t send_due(books::LetterWay way);

 private:
  /// What became of one that was due.
  enum class Turn : std::uint8_t { not_its, moved, unanswered };
  struct Lane {
    books::LetterWay way;
    std::unique_ptr<Transport> transport;
    std::thread thread{};
  };
  Lane& lane_of(books::LetterWay way);
  void loop(books::LetterWay way);
  Turn send(Lane& lane, const Letter& letter);
  std::optional<TryResult> carry(Lane& lane, const Places& places, std::string& secret, const Parcel& parcel);
  void noted(const Letter& before, const TryResult& told);

  Parts parts_;
  std::atomic<bool> ending_ = false;
  std::vector<Lane> lanes_;
  std::mutex mutex_;
  std::condition_variable wake_;
};

Places places_of(const books::Reader& books, Instant now);

}  // namespace kwota::letters
