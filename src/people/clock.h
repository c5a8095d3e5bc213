// What people say of the clock: date and time confirmed, and that it was wrong for a while. Who may say so, by how many.
// Guarantees: a jump and a correction take two persons of whom the second decides approvals, where there are two; every word of theirs is in the audit trail.
// Never: sets a clock.   Begin with confirm_clock(), correct_clock().
#pragma once
#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::people {

/// Where nobody else is there – in a station of one person, and while a house is set up by its one administrator – one says what two would.
books::ClockDoubt as_asked(const books::Reader& books, books::ClockDoubt doubt);

/// As people read it on the page: up to so far from what the clock says when they confirm it.
inline constexpr Duration clock_read_most = Duration::minutes(5);

/// `second` empty: nobody. `shown`: what was read and confirmed. Errors: second_person_needed, same_person, permission_denied (approvals, of the
/// second), clock_shown_stale {now}.
Result<books::Decision<Instant>> confirm_clock(books::ClockDoubt doubt, Instant shown, const std::optional<books::Operator>& second, const Context& context);

struct CorrectionRequest {
  Instant wrong_from, wrong_to;
  std::string reason;
};
/// Errors: second_person_needed, same_person, permission_denied, reason_missing, bad_clock_span {from, to}: it ends before it begins, or
/// does not lie after now – what a clock wrote that was behind hinders nobody.
Result<books::Decision<books::ClockCorrection>> correct_clock(const books::Reader& books, const CorrectionRequest& request,
                                                              const std::optional<books::Operator>& second, const Context& context);

/// Who asks has his time from when he asked; what was decided while he waited for the writer is a little later. No request waits longer.
inline constexpr Duration asked_before_most = Duration::minutes(1);

/// Whether a row of `newest` says that the clock of `now` is behind: later than whoever waited may find it, and not written by a clock that was wrong.
bool written_later(const books::Reader& books, Instant newest, Instant now);

}  // namespace kwota::people
