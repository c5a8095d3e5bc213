// What is wrong with books, named so that an auditor finds it.
#pragma once
#include <string>

namespace kwota::store {

/// The first thing that is wrong. `what`: changed, removed, inserted, unsigned, forged; broken: a law of money (collect/laws).
struct Finding {
  std::string table;  ///< of the books; "anchors.log" for the file beside them
  std::string key;    ///< as audit entries name it, without the table: "3/1"
  std::string what;
  std::string why;  ///< one English sentence for the auditor
};

}  // namespace kwota::store
