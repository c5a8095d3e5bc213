// Sends what waits, on a thread that gets a processor only when nobody else wants one: one letter after another, where the settings say at that moment.
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

/// What goes with a letter; or why it does not go any more.
struct Content {
  LetterFailure failure = LetterFailure::none;
  std::optional<Enclosure> enclosure{};
};

class Outbox {
 public:
  struct Parts {
    store::Books& books;
    const Clock& clock;
    std::filesystem::path password_file;  ///< of the mail relay
    std::filesystem::path key_file;       ///< of the gateway for short messages
    std::function<Content(const Letter&)> content;  ///< asked before each try
    std::function<void(const Letter&)> told = {};   ///< it moved; from any thread, quick
  };
  Outbox(Parts parts, const std::function<std::unique_ptr<Transport>(std::function<bool()>)>& transport);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;
  ~Outbox();

  void start();
  /// One look: whatever is due is tried once, on the caller's thread. How many letters moved.
  std::size_t send_due();

 private:
  void loop();
  bool send(const Letter& letter);
  void noted(const Letter& before, const TryResult& told);

  Parts parts_;
  std::atomic<bool> ending_ = false;
  std::unique_ptr<Transport> transport_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

/// Where letters go out now, by the settings; nothing: nowhere. Without secrets.
struct Places {
  std::optional<MailPlace> mail;
  std::optional<MessagePlace> message;
};
Places places_of(const books::Reader& books, Instant now);

}  // namespace kwota::letters
