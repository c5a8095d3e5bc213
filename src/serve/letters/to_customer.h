// One letter to one customer: which way he hears of us, in which language, and whether he heard of this already.
// Guarantees: who wants none, or is not reached by the way that he chose, gets none.
// Begin with Post.
#pragma once
#include <optional>

#include "books/reader.h"
#include "work/letters/decisions.h"
#include "work/letters/outbox.h"

namespace kwota::serve {

struct Occasion {
  books::LetterKind kind = books::LetterKind::receipt;
  std::string station{};
  std::string object{};    ///< what it is about, by which it is known again
  Details details{};       ///< for its text; the customer's name stands there by itself
  bool may_wait = false;   ///< until the quiet hours are over
};

/// What goes out at a moment.
class Post {
 public:
  Post(const books::Reader& books, Instant now) : books_(books), now_(now), places_(letters::places_of(books, now)) {}

  bool reaches(const books::Customer& customer) const { return way_to(customer).has_value(); }
  /// His own language, else the one that the utility writes to its customers in.
  std::string language_of(const books::Customer& customer) const;
  /// Nothing: he is not reached.
  std::optional<letters::Wanted> letter_to(const books::Customer& customer, Occasion occasion) const;

 private:
  struct Way {
    books::LetterWay way = books::LetterWay::mail;
    std::string address;
  };
  std::optional<Way> way_to(const books::Customer& customer) const;
  const books::Reader& books_;
  Instant now_;
  letters::Places places_;
};

/// He was told, and has not paid for the account since.
bool told_since_payment(const books::Reader& books, books::LetterKind kind, const books::Account& account);

/// The number that a letter's object is, or begins with; 0: none.
std::int64_t number_in(std::string_view text);

std::string money_text(const books::Reader& books, Money amount);

}  // namespace kwota::serve
