// What happens by itself, told to every console that listens (server-sent events): card on the reader, sale moved on, job done.
#pragma once
#include <boost/json.hpp>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "serve/http/http.h"

namespace kwota::serve {

class Events {
 public:
  /// The answer for one more listener.
  Response listen();
  void tell(std::string_view event, const boost::json::value& data);

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<EventStream>> listeners_;
};

}  // namespace kwota::serve
