// What the server gives as it is, one text for everybody: with its tag, and packed for whoever takes that (RFC 9110, 8.4.1.3 and 8.8.3).
#pragma once
#include <string>

#include "serve/http/http.h"

namespace kwota::serve {

struct Representation {
  std::string content, type;
  std::string gzip = {};   ///< the same compressed; empty: there is none
  bool immutable = false;  ///< what stands at its address never changes
  std::string tag = {};    ///< strong; of the content

  /// With its tag.
  static Representation of(std::string content, std::string type, std::string gzip = {}, bool immutable = false);
  /// 304 when the client has it.
  Response answer(const Request& request) const;
};

/// Compressed, as gzip files are (RFC 1952).
std::string gzip_of(const std::string& content);

}  // namespace kwota::serve
