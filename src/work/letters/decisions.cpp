#include "work/letters/decisions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/cause.h"
#include "base/text/text_gate.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/station.h"
#include "work/letters/quiet.h"

namespace kwota::letters {
namespace {

using books::LetterStatus;

/// Between a try and the next. [K]
constexpr std::array<Duration, tries_max - 1> pauses{Duration::minutes(1), Duration::minutes(5), Duration::minutes(15), Duration::hours(1), Duration::hours(3), Duration::hours(8), Duration::hours(24)};

/// Until it is looked at again whether a relay is set.
constexpr Duration pause_at_home = Duration::minutes(15);

/// It may have been asked for anew while it was under way: then none is counted yet.
Duration pause_after(const Letter& row) { return pauses[static_cast<std::size_t>(std::clamp<std::int64_t>(row.tries, 1, tries_max - 1)) - 1]; }

/// What its gate lets through stays; of anything else nothing is said but that it was left out.
std::string admitted(const std::string& text, text_gate::Kind kind, std::size_t longest) {
  auto out = text;
  while (const auto flaw = text_gate::flaw_of(out, kind, longest)) {
    if (flaw->flaw == text_gate::Flaw::not_utf8) return "?";
    if (flaw->flaw == text_gate::Flaw::too_long) {
      out.resize(flaw->at);
      return out;
    }
    const auto next = static_cast<std::size_t>(std::find_if(out.begin() + static_cast<std::ptrdiff_t>(flaw->at) + 1, out.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }) - out.begin());
    out.replace(flaw->at, next - flaw->at, " ");
  }
  return out;
}

Error no_such_letter(std::int64_t number) { return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", std::to_string(number)}}); }

books::Decision<Letter> put(Letter row) {
  books::Decision<Letter> decision{{}, row};
  decision.changes.put.emplace_back(std::move(row));
  return decision;
}

Letter ended(Letter row, LetterStatus state, Instant now) {
  row.state = state;
  row.next_try.reset();
  row.ended = now;
  return row;
}

}  // namespace

std::vector<Letter> add_letters(const books::Reader& books, const std::vector<Wanted>& all, const std::string& mark, Instant now, books::Changes& changes) {
  std::vector<Letter> out;
  auto number = books::next_number<Letter>(books);
  const auto morning = quiet_until(books, now);
  for (const auto& one : all) {
    Letter row;
    row.number = number++;
    row.kind = one.kind;
    row.way = one.way;
    row.to_kind = one.to_kind;
    row.to = one.to;
    row.station = one.station;
    row.address = one.address;
    row.language = one.language;
    row.object = one.object;
    row.subject = admitted(one.subject, text_gate::Kind::line, subject_max);
    row.text = admitted(one.text, text_gate::Kind::lines, text_max);
    row.job = one.job;
    row.message_id = fmt::format("{}.{}@kwota", row.number, mark);
    row.next_try = one.may_wait && morning ? *morning : now;
    row.wanted_by = one.wanted_by;
    row.made = now;
    changes.put.emplace_back(row);
    out.push_back(std::move(row));
  }
  return out;
}

bool was_written(const books::Reader& books, books::LetterKind kind, std::string_view object, std::string_view to) {
  const auto newest = books.last(Letter::about, kind, object, to);
  return newest && !was_dropped(*newest);
}

std::vector<Letter> due(const books::Reader& books, books::LetterWay way, Instant now, std::size_t most) {
  const books::Query query{.table = &books::table_of<Letter>(), .index = &Letter::waiting, .equal = {}, .from = {}, .up_to = books::value_of(now)};
  std::vector<Letter> out;
  books.each(query, [&](const books::ValueSource& from) {
    Letter row;
    query.table->take(&row, from);
    if (row.way == way) out.push_back(std::move(row));
    return out.size() < most;
  });
  return out;
}

Result<books::Decision<Letter>> begin_try(const books::Reader& books, std::int64_t number, Instant now, const std::optional<SaidNow>& said) {
  auto row = books.find<Letter>(number);
  if (!row || row->state != LetterStatus::waiting || !row->next_try || *row->next_try > now) return no_such_letter(number);
  // The program was ended in the middle of it.
  if (row->begun) row->perhaps_twice = true;
  if (row->begun && row->tries >= tries_max) {
    row->begun.reset();
    row->failure = LetterFailure::cut_off;
    return put(ended(std::move(*row), LetterStatus::failed, now));
  }
  if (said && row->tries == 0) {
    row->language = said->language;
    row->subject = admitted(said->subject, text_gate::Kind::line, subject_max);
    row->text = admitted(said->text, text_gate::Kind::lines, text_max);
  }
  ++row->tries;
  row->begun = now;
  row->next_try = now + pause_after(*row);  // of a try whose end nobody tells
  return put(std::move(*row));
}

Result<books::Decision<Letter>> end_try(const books::Reader& books, std::int64_t number, const TryResult& told, Instant now) {
  auto row = books.find<Letter>(number);
  if (!row) return no_such_letter(number);
  const bool tried = row->begun.has_value();
  row->begun.reset();
  row->failure = told.failure;
  row->answer = told.answer;
  if (told.failure == LetterFailure::none) return put(ended(std::move(*row), LetterStatus::sent, now));
  if (told.failure == LetterFailure::cut_off) row->perhaps_twice = true;
  if (row->state != LetterStatus::waiting) return put(std::move(*row));  // given up meanwhile
  if (now - row->made > letter_lasts) row->failure = told.failure == LetterFailure::no_relay ? LetterFailure::no_relay : LetterFailure::too_old;
  const bool last = told.for_good || row->tries >= tries_max || now - row->made > letter_lasts;
  if (last) return put(ended(std::move(*row), LetterStatus::failed, now));
  row->next_try = now + (tried ? pause_after(*row) : pause_at_home);
  return put(std::move(*row));
}

Result<books::Decision<Letter>> cancel(const books::Reader& books, std::int64_t number, const people::Context& context) {
  MUST(people::require(context.who, "letters_write"));
  auto row = books.find<Letter>(number);
  if (!row || !people::works_at(context.who, row->station)) return no_such_letter(number);
  if (row->state != LetterStatus::waiting)
    return error(Fault::refused, "letter_ended", "This letter waits no more; nothing was changed.", {{"state", std::string(word_of(row->state))}});
  row->cancelled_by = context.who.name;
  return put(ended(std::move(*row), LetterStatus::cancelled, context.now));
}

Result<books::Decision<Letter>> send_again(const books::Reader& books, std::int64_t number, const people::Context& context) {
  MUST(people::require(context.who, "letters_write"));
  auto row = books.find<Letter>(number);
  if (!row || !people::works_at(context.who, row->station)) return no_such_letter(number);
  if (row->state == LetterStatus::sent) return error(Fault::refused, "letter_sent", "This letter was taken already; nothing was sent again.");
  // What is under way is asked for at once when its try has ended.
  row->state = LetterStatus::waiting;
  row->tries = 0;
  row->next_try = context.now;
  row->ended.reset();
  row->cancelled_by.clear();
  row->wanted_by = context.who.name;
  row->made = context.now;
  return put(std::move(*row));
}

}  // namespace kwota::letters
