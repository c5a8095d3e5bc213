// What becomes of a letter, each step one decision: wanted, a try begun, a try ended, given up, sent again.
// Guarantees: a letter is in the books before anything of it leaves, and so is each try; a try whose end nobody told is made again under the same Message-ID,
// and the row says that it may have arrived twice; pauses grow, and after the last of them it has failed.
// Never: opens a connection.   Begin with add_letters(), begin_try().
#pragma once
#include <optional>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::letters {

using books::Letter;
using books::LetterFailure;

inline constexpr std::int64_t tries_max = 8;                   ///< [K]
inline constexpr Duration letter_lasts = Duration::hours(72);  ///< who hears of something three days late is misled by it [K]
inline constexpr std::size_t subject_max = 200, text_max = 4000;  ///< characters

struct Wanted {
  books::LetterKind kind = books::LetterKind::notice;
  books::LetterWay way = books::LetterWay::mail;
  books::LetterTo to_kind = books::LetterTo::person;
  std::string to{}, station{}, address{}, language{}, object{}, subject{}, text{};
  std::int64_t job = 0;
  std::string wanted_by{};
  bool may_wait = false;  ///< until the quiet hours are over (quiet.h)
};
/// It told nobody anything, because it was not so any more when it should have left.
inline bool was_dropped(const Letter& letter) { return letter.state == books::LetterStatus::failed && letter.failure == LetterFailure::no_longer_so; }
/// Behind what `changes` puts already. `mark`: something that no other letter of any books has. A text that its gate does not let through is cut to what it does.
std::vector<Letter> add_letters(const books::Reader& books, const std::vector<Wanted>& all, const std::string& mark, Instant now, books::Changes& changes);
/// Whether a letter of this kind about this went to him already, or is on its way. One that was dropped told him nothing.
bool was_written(const books::Reader& books, books::LetterKind kind, std::string_view object, std::string_view to);

/// Those that go this way and whose next try has come, in its order.
std::vector<Letter> due(const books::Reader& books, books::LetterWay way, Instant now, std::size_t most);

/// What came of a try.
struct TryResult {
  LetterFailure failure = LetterFailure::none;  ///< none: it was taken
  std::int64_t answer = 0;
  bool for_good = false;  ///< the same would be said again
};
/// What it says at this moment, where that is not what it said when it was written.
struct SaidNow {
  std::string language, subject, text;
};
/// Of one whose last try has no end, and was the last: it has failed, and none begins. `said`: kept before the first try; whoever may have got it already gets
/// no other text under the same Message-ID. Error not_found: it waits no more, or not yet.
Result<books::Decision<Letter>> begin_try(const books::Reader& books, std::int64_t number, Instant now, const std::optional<SaidNow>& said = {});
/// Also what was found out before anything left: then no try was begun, and none is counted. Error not_found.
Result<books::Decision<Letter>> end_try(const books::Reader& books, std::int64_t number, const TryResult& told, Instant now);

/// Of one that waits. Errors: permission_denied, not_found, letter_ended {state}.
Result<books::Decision<Letter>> cancel(const books::Reader& books, std::int64_t number, const people::Context& context);
/// Of one that failed or was given up, or at once of one that waits. Errors: permission_denied, not_found, letter_sent.
Result<books::Decision<Letter>> send_again(const books::Reader& books, std::int64_t number, const people::Context& context);

}  // namespace kwota::letters
