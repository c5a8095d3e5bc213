// What a key manager asks of a key card, and the order to the dialogue that it becomes: the books fill in what was left out (version, area,
// pair, void list).   Begin with issue_of().
#pragma once
#include "books/reader.h"
#include "carry/cards/key_cards/issue.h"
#include "people/context.h"

namespace kwota::key_card_desk {

struct IssueOrder {
  std::string kind, code, terminal, holder, valid_to, reason;
  std::string card;             ///< the blank one
  std::string pair;             ///< of a control card: the mother that it opens
  std::string mother, control;  ///< the pair above, which gives the keys; `control` as the books know it when it is not named
  std::string meter;            ///< of a card for meters: the only one that it serves; empty: any of the county
  Bytes pin, mother_pin, control_pin;
  std::int64_t approval = 0, quota = 0, issues = 0, version = 0;
  std::int64_t meters_version = 0;  ///< of a card for meters: what they hold now; 0: as the books say
};
/// YYYY-MM-DD packed; zeros when it is no date.
key_cards::Date4 date_of(std::string_view text);

/// What is written, and the cards that take part: the written one, and the mother with her control card unless the vault issues it.
struct Writing {
  key_cards::KeyCardOrder order;
  std::vector<CardSerial> cards;
  books::KeyDevice device;
};
/// Errors: `unknown_kind`{kind}, `transport_key_missing`, `bad_tree_factor`{field}, `factors_missing`, those of parsing numbers.
Result<Writing> issue_of(const books::Reader& books, IssueOrder asked, const people::Context& context);
/// A card in use gets the keys of `asked.version` beside its own. Besides: `unknown_device`{device}, those of check_device().
Result<Writing> renewal_of(const books::Reader& books, IssueOrder asked, const people::Context& context);

}  // namespace kwota::key_card_desk
