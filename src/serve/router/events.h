// What happens by itself, told to the consoles that listen and whom it concerns (server-sent events): a card at one's own till, a sale
// moved on, a job done. Guarantees: nobody hears of another till's cards and sales, nor of what he has no right to see, nor anything
// once he has signed out; nor does another machine hear anything in the standalone edition.   Begin with listen() and publish().
#pragma once
#include <boost/json.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "books/rows.h"
#include "serve/http/http.h"

namespace kwota::serve {

struct Session;

/// To whom something is told; what is empty does not matter. A station alone: whoever works there, and who works for the whole utility.
struct Audience {
  std::string station{}, till{};
  books::Rights permission{};
  std::string person{};  ///< him, and whoever has `permission` for more than his own
};

class Events {
 public:
  /// The answer for one more listener. He hears until his session ends or stands at another till.
  /// `remote`: where he sits.
  Response listen(const Session& session, const books::Operator& who, std::string_view remote);
  void publish(std::string_view event, const boost::json::value& data, const Audience& to = {});
  /// Nothing more for this session: signed out, locked, or another till.
  void end(std::string_view session_token);
  /// Nothing more for whoever sits at another machine.
  void end_elsewhere();
  bool is_heard_elsewhere();

 private:
  struct Listener {
    std::shared_ptr<EventStream> stream;
    std::string session, station, till;
    books::Operator who;
    bool elsewhere = false;  ///< at another machine
  };
  template <class Whose>
  void end_of(Whose whose);
  static bool concerns(const Listener& listener, const Audience& to);

  std::mutex mutex_;
  std::vector<Listener> listeners_;
};

}  // namespace kwota::serve
