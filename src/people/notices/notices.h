// What the house tells people by itself: each event with its weight and whose it is, as one declared list; each thing once an object and day; what is
// critical stays until somebody says that he has seen it.
// Guarantees: nobody sees a notice whose right he has not, nor another's own; who said that he has seen it stands in it.
// Never: finds out that something happened; whoever watches says it (serve/jobs/watch.h).   Begin with notice_facts(), raise(), see().
#pragma once
#include <span>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::people {

struct NoticeFacts {
  books::NoticeEvent event;
  bool critical = false;
  books::Rights right;         ///< who hears of it; none: the one whom it names
  std::string_view page;       ///< of the console, where something can be done; # stands for the object
};
/// All of them, in the order of the enumeration.
std::span<const NoticeFacts> notice_facts();
const NoticeFacts& facts_of(books::NoticeEvent event);

struct Happened {
  books::NoticeEvent event;
  std::string object;
  std::string text{};           ///< in the language of the house
  std::string details = "{}";   ///< JSON
  std::string operator_name{};  ///< him alone
  std::string station{};
};
/// Those that nobody was told of today, and of what is critical those that nobody has seen since it was said.
Result<books::Decision<std::vector<books::Notice>>> raise(const books::Reader& books, const std::vector<Happened>& all, Instant now, const Zone& zone);

/// He alone, or whoever has the right of its event and works where it happened.
bool concerns(const books::Notice& notice, const books::Operator& who);
/// The newest `most` that concern him, and all that he has not seen.
std::vector<books::Notice> notices_for(const books::Reader& books, const books::Operator& who, std::size_t most);
/// Those of no weight are not shown as unseen after so long.
inline constexpr Duration unseen_for = Duration::hours(24 * 7);
bool waits(const books::Notice& notice, Instant now);

/// Errors: not_found, notice_seen {by}.
Result<books::Decision<books::Notice>> see(const books::Reader& books, std::int64_t number, const Context& context);
/// So many at a time are seen together.
inline constexpr std::size_t seen_at_once_most = 500;
/// All that concern him up to this number, the newest that he was shown; what is critical is seen one by one. How many they were.
Result<books::Decision<std::int64_t>> see_up_to(const books::Reader& books, std::int64_t number, const Context& context);

}  // namespace kwota::people
