// What was done to the people who handle money: who made, raised or reset whom, by which second person, and who has looked at it since.
// Registers: PeopleChange.   How it is used: people/people.h
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"

namespace kwota::books {

enum class PeopleChangeStatus : std::uint8_t {
  waiting,  ///< for its time
  done,
  refused,  ///< by whoever was to countersign it
};
constexpr auto words_of(PeopleChangeStatus) { return std::array<std::string_view, 3>{"waiting", "done", "refused"}; }

enum class PeopleChangeKind : std::uint8_t { created, raised, reset };
constexpr auto words_of(PeopleChangeKind) { return std::array<std::string_view, 3>{"created", "raised", "reset"}; }

/// Why no second person was asked where one would be.
enum class WhyAlone : std::uint8_t {
  not_alone,     ///< one was asked
  installation,  ///< the house was being set up
  one_person,    ///< the utility said that it is run by one
};
constexpr auto words_of(WhyAlone) { return std::array<std::string_view, 3>{"", "installation", "one_person"}; }

/// One change of one operator who holds, or shall hold, a role that handles money.
struct PeopleChange {
  static constexpr auto table = "people_change";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 4> people{"operator", "made_by", "approved_by", "countersigned_by"};
  static constexpr std::array<std::string_view, 1> personal{"full_name"};
  std::int64_t number = 0;
  std::string operator_name;
  PeopleChangeKind kind = PeopleChangeKind::created;
  std::string full_name, roles, station, language;  ///< as he is afterwards
  std::string password;         ///< encoded; of a change that waits: what is put when it takes effect
  std::string made_by;
  std::string approved_by;      ///< the second person; empty: none was asked
  WhyAlone why_alone = WhyAlone::not_alone;
  Instant made;
  Instant takes_effect;
  PeopleChangeStatus state = PeopleChangeStatus::done;
  std::string countersigned_by;
  std::optional<Instant> countersigned;
  template <class V> static void columns(V&& v) {
    v("number", &PeopleChange::number); v("operator", &PeopleChange::operator_name); v("kind", &PeopleChange::kind);
    v("full_name", &PeopleChange::full_name); v("roles", &PeopleChange::roles); v("station", &PeopleChange::station);
    v("language", &PeopleChange::language); v("password", &PeopleChange::password); v("made_by", &PeopleChange::made_by);
    v("approved_by", &PeopleChange::approved_by); v("why_alone", &PeopleChange::why_alone); v("made", &PeopleChange::made);
    v("takes_effect", &PeopleChange::takes_effect); v("state", &PeopleChange::state);
    v("countersigned_by", &PeopleChange::countersigned_by); v("countersigned", &PeopleChange::countersigned);
  }
};

}  // namespace kwota::books
