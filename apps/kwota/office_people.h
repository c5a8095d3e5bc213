// The first people of a key office: they are named at its installation, by whoever installs it, in everybody's presence. No
// administrator lives there, so nobody can make himself one of them later.   Begin with install_people().
#pragma once
#include <string>
#include <vector>

#include "base/random.h"
#include "store/books.h"

namespace kwota::app {

struct KeyPeople {
  std::vector<std::string> officers, managers, auditors;
};

/// [K] Four eyes need two managers; two officers are the least that a ceremony has.
inline constexpr std::size_t officers_min = 2, managers_min = 2, auditors_min = 1;

/// Error `key_people_missing`: not everybody was named, or somebody twice.
Result<void> everybody_was_named(const KeyPeople& people);
/// Into books without anybody, printing a one-time password for each. Nothing is done when somebody is there already. Error
/// as above.
Result<void> install_people(store::Books& books, const KeyPeople& people, Random& random);

}  // namespace kwota::app
