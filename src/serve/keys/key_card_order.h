// What the key office asks of a key card over HTTP, taken out of the request at once, and the order to the dialogue that it becomes:
// the books fill in what was left out (version, area, pair, void list).   Begin with issue_call() and issue_of().
#pragma once
#include "books/reader.h"
#include "carry/cards/key_cards/issue.h"
#include "people/context.h"
#include "serve/api/asked.h"

namespace kwota::serve {

struct IssueCall {
  std::string kind, code, terminal, holder, valid_to, reason;
  std::string card;             ///< the blank one
  std::string pair;             ///< of a control card: the mother that it opens
  std::string mother, control;  ///< the pair above, which gives the keys; `control` as the books know it when it is not named
  std::string meter;            ///< of a card for meters: the only one that it serves; empty: any of the county
  Bytes pin, mother_pin, control_pin;
  std::int64_t approval = 0, quota = 0, issues = 0, version = 0;
  std::int64_t meters_version = 0;  ///< of a card for meters: what they hold now; 0: as the books say
};
IssueCall issue_call(const Asked& asked);
/// YYYY-MM-DD packed; zeros when it is no date.
key_cards::Date4 date_of(std::string_view text);
Bytes pin_of(const Asked& asked, std::string_view name);

/// What is written, and the cards that take part: the written one, and the mother with her control card unless the vault issues it.
struct KeyCardWork {
  key_cards::KeyCardOrder order;
  std::vector<CardSerial> cards;
  books::KeyDevice device;
};
/// Errors: `unknown_kind`{kind}, `transport_key_missing`, `bad_factor`{field}, `factors_missing`, those of parsing numbers.
Result<KeyCardWork> issue_of(const books::Reader& books, IssueCall asked, const people::Context& context);
/// A card in use gets the keys of `asked.version` beside its own. Besides: `unknown_device`{device}, those of check_device().
Result<KeyCardWork> renewal_of(const books::Reader& books, IssueCall asked, const people::Context& context);

}  // namespace kwota::serve
