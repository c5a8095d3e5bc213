// Tests only: one station with two tills, and one person in each role.
#pragma once
#include "books/memory.h"
#include "people/context.h"

namespace kwota::people::test {

struct Office {
  Office() {
    books.put(books::Utility{});
    books.put(books::Station{"E", "East", "R3"});
    books.put(books::Till{"E", "T-01", "", 1, 1});
    books.put(books::Till{"E", "T-02", "", 1, 1});
    for (const auto& [name, roles] :
         {std::pair{"wang", "cashier"}, {"chen", "cashier"}, {"zhao", "supervisor"}, {"wu", "auditor"}, {"root", "administrator"}, {"li", "manager"}}) {
      books::Operator row;
      row.name = row.full_name = name;
      row.roles = roles;
      books.put(row);
    }
  }
  Context as(const std::string& who, const std::string& till = "T-01") const { return {*books.find<books::Operator>(who), "E", till, now, Zone::utc()}; }
  template <class Answer>
  Result<Answer> apply(Result<books::Decision<Answer>> decision) {
    if (!decision.ok()) return std::move(decision).error();
    books.apply(decision->changes);
    return std::move(decision->answer);
  }
  books::Memory books;
  Instant now = parse_instant("2026-11-20T08:00:00Z").value();
};

}  // namespace kwota::people::test
