// What a handheld says to a pump through its infrared window, as dialogues without I/O: both prove themselves, then single
// questions and writes under the code of that session. What must not be lost is a note to the journal, answered only when it is
// stored (seal/handheld_store): the next question is asked after that. Guarantees: an answer that was lost is asked for again; a
// write that may have been done is sent again only where twice is as once. Never: holds a key, reads a clock. Begin with prove(),
// then reading.h and bringing.h.
#pragma once
#include "base/function_ref.h"
#include "carry/dialogue/dialogue.h"
#include "carry/dlt645/security.h"
#include "seal/handheld_store/store_file.h"
#include "seal/pump_records/records.h"
#include "seal/recipes/infrared.h"

namespace kwota::handheld {

using dialogue::Dialogue;

/// Whom the handheld stands before, and who holds it.
struct Visit {
  dlt645::Address address = dlt645::Address::any();  ///< any: the only meter before the window
  dlt645::OperatorCode by{};
  seal::infrared::Block random1{};  ///< fresh
  /// Under the keys of the meter that says it is that one.
  std::function<seal::infrared::Encipher(MeterNumber)> keys{};
};

/// Both have proved themselves.
struct Session {
  dlt645::Address address;
  MeterNumber meter;
  dlt645::OperatorCode by{};
  seal::infrared::Block random2{};
  seal::infrared::Encipher encipher{};
};

/// Errors: `meter_not_proven`{meter}: it has other keys than ours; `handheld_not_believed`{meter}; those of a line, of the keys.
Dialogue<Session> prove(Visit visit);
/// A line that was silent or garbled is tried again, three times in all. `once`: one run of prove(), each with random bytes of its own. Errors of prove().
Result<Session> proved(FunctionRef<Result<Session>()> once);

/// What stands behind the identifier; `after` follows it in the question. Errors `meter_refused`{reason}, those of a line.
Dialogue<Bytes> read(dlt645::Address address, std::uint32_t identifier, Bytes after = {});
/// Under the session's code. Error `meter_refused`{reason}.
Dialogue<Done> write(Session session, std::uint32_t identifier, Bytes data);

/// Records of one kind, one after another; goes on when they are stored.
Dialogue<Done> keep(Kind kind, Bytes records);
/// The entries that such a note asks for: no dialogue of a handheld asks for another one.
std::vector<Entry> entries_of(const dialogue::JournalNote& note, Instant at);

/// Packed BCD, lowest byte first.
Bytes low_first(std::uint32_t value, std::size_t bytes);

}  // namespace kwota::handheld
