// The console's files from one folder, read once at start: nothing outside that folder can ever be served. A file that the build has
// compressed beside itself (counter.js.gz) is sent so to whoever takes it.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "serve/http/http.h"
#include "serve/router/representation.h"

namespace kwota::serve {

class StaticFiles {
 public:
  /// Error `console_missing` when the folder has no index.html.
  static Result<StaticFiles> load(const std::string& folder);
  static StaticFiles none() { return StaticFiles{}; }
  /// The file, or the console's own page for addresses inside the console ("/counter", "/office/…").
  Response serve(const Request& request) const;

 private:
  std::map<std::string, Representation, std::less<>> files_;
};

}  // namespace kwota::serve
