// A field world in which an account is opened by the scheme that tests/house added.
#pragma once
#include "books/rows/field/link.h"
#include "sell/counter/account/account_life.h"
#include "sell/remote/sale.h"
#include "sim/field/test_script.h"
#include "sim/field/world/decide.h"

namespace kwota::house {

inline constexpr auto meter_number = 4123456777ULL;

struct Town {
  std::unique_ptr<field::World> world = field::World::make(KWOTA_SOURCE_DIR "/tests/field").value();
  MeterNumber meter = MeterNumber::from(meter_number);

  Town() { field::test::read(*world, KWOTA_SOURCE_DIR "/tests/field", "example-hills.utility"); }
  std::string say(const std::string& line) { return field::test::say(*world, line); }

  /// Li's account with 100.00, by card or over the line; what it came to, or the refusal.
  std::string open(bool over_the_line) {
    counter::OpenRequest request;
    request.customer.number = *world->customer("li");
    request.service_point.code = "SP-H";
    request.service_point.address = "House";
    request.meter.number = meter;
    request.meter.model = "DDSY1352";
    request.scheme = "house_products";
    request.plan = "flat";
    request.pay = "100.00";
    const auto opened = world->book_and_carry(
        "wang", "open_account", "first",
        [request, over_the_line](const books::Reader& reader, const field::World::Ask& ask) -> counter::Booked {
          auto whole = request;
          whole.claim = ask.claim;
          if (!over_the_line) {
            whole.card = ask.card;
            return counter::open_account(reader, whole, ask.context);
          }
          return field::without_command(remote::open_account(reader, whole, ask.context));
        },
        !over_the_line);
    if (!opened.ok()) return opened.error().code;
    world->note_account("li", meter);
    return opened->text();
  }
};

inline bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace kwota::house
