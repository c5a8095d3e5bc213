// What a handheld reads of a pump. Each frame's records are stored before the next is asked for, and what is known is not stored
// twice: whoever breaks off anywhere goes on where he was. Begin with read_usage().
#pragma once
#include "carry/handheld/known.h"
#include "carry/handheld/visit.h"

namespace kwota::handheld {

/// Not kept: what is shown before anything is done. A stranger may ask it. Errors: those of read(), `bad_pump_answer`{item}: it is no pump.
Dialogue<pump::Head> look(dlt645::Address address);

/// How many changes of parameters and card faults there ever were at a pump, and up to which somebody has stored them.
struct ListMarks {
  std::uint32_t changes = 0, changes_acknowledged = 0, faults = 0, faults_acknowledged = 0;
};
/// Nothing: the pump marks none.
Dialogue<std::optional<ListMarks>> read_marks(Session session);
/// What a visit has been told already, and need not ask again.
struct AlreadyRead {
  std::optional<pump::Head> head{};
  std::optional<ListMarks> marks{};
  std::vector<Bytes> changes{}, faults{};  ///< from the newest back, as far as they were told
};
/// How many of such a list the pump tells, from its newest back, before one that the office has. `most`: it has none of these. `told`: of it already.
Dialogue<std::uint32_t> not_at_office(Session session, Known known, Kind kind, std::uint32_t most, std::vector<Bytes> told);

/// What one reading brought.
struct Reading {
  std::size_t kept = 0;      ///< new records
  std::uint32_t missed = 0;  ///< numbers that the pump had overwritten before anybody read them
  bool unmarked = false;     ///< the list has records that nobody has acknowledged
  bool began_anew = false;   ///< the pump's numbers are below the ones that were read before: its module is another one
};

/// Head and directory are kept with every visit, as the office wants to know when somebody was there.
Dialogue<pump::Head> read_head(Session session, Known known);
/// Usage records from the last one that is known, then those once more of users who hung without a proof.
Dialogue<Reading> read_usage(Session session, Known known);
Dialogue<Reading> read_hung(Session session, Known known);
Dialogue<Reading> read_months(Session session, Known known);
/// Records of what was set, newest first until one that is known or acknowledged.
Dialogue<Reading> read_parameters(Session session, Known known);
Dialogue<Reading> read_faults(Session session, Known known);
/// One watering as the pump has it still, whoever handed it over since; nothing: the pump has none of that number. Not kept: what nobody has read yet read_usage() reads.
Dialogue<std::optional<Bytes>> read_record(Session session, std::uint32_t number);
/// The same of all that began on a day, in the order of their places.
Dialogue<std::vector<Bytes>> read_day(Session session, LocalDate day);
/// The same of either kind within a visit. `already` outlives the dialogue.
Dialogue<Reading> read_marked(Session session, Known known, Kind kind, AlreadyRead& already);

}  // namespace kwota::handheld
