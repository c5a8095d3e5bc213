// An account that owes by name, or shall: the kind of debt, the meter that has been heard, and the second person.
#pragma once
#include "base/cause.h"
#include "people/approval.h"
#include "sell/counter/account/test_world.h"
#include "sell/debt/keep.h"

namespace kwota::counter {

class IndebtedAccount : public testing::Test {
 protected:
  IndebtedAccount() {
    world.books.put(books::Code{books::CodeKind::debt_kind, "arrears", "欠费", "Arrears", "Долг", "", true});
    const auto opened = world.open("100.00", 11, 1);
    account = opened->sale.account;
    world.write(*opened->order, 1);
    world.visit(11, 1);
  }

  /// The second person agrees to exactly what the first one asks.
  template <class Request, class Use>
  Result<books::Debt> agreed(Request request, Use use) {
    auto first = use(world.books, request, world.as("zhao", "T-02"));
    if (first.ok() || cause_of(first.error()) != Cause::approval_needed) return world.apply(std::move(first));
    const auto asked = world.apply(people::ask_approval(world.books, people::request_of(first.error().details, "why"), world.as("zhao", "T-02"))).value();
    EXPECT_TRUE(world.apply(people::decide_approval(world.books, {asked.number, true, ""}, world.as("sun"))).ok());
    request.approval = asked.number;
    return world.apply(use(world.books, request, world.as("zhao", "T-02")));
  }

  World world;
  std::int64_t account = 0;
};

}  // namespace kwota::counter
