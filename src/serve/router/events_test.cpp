#include "serve/router/events.h"

#include <gtest/gtest.h>

#include "serve/router/sessions.h"

namespace kwota::serve {
namespace {

/// One who listens, and all that he heard.
struct Listening {
  std::shared_ptr<EventStream> stream;
  std::shared_ptr<std::string> received = std::make_shared<std::string>();

  Listening(Events& events, const std::string& station, const std::string& till, const std::string& role) {
    Session session;
    session.station = station;
    session.till = till;
    books::Operator who;
    who.name = role + station;
    who.roles = role;
    who.station = station;
    stream = events.listen(session, who).events;
    stream->attach([received = received](std::string text) { *received += text; }, [] {});
  }
  bool has(const std::string& event) const { return received->find("event: " + event) != std::string::npos; }
};

TEST(Events, of_a_station_are_heard_there_and_by_who_works_for_all) {
  Events events;
  const Listening near(events, "E01", "T1", "supervisor"), far(events, "E02", "T1", "supervisor"), all(events, "", "", "manager"), cashier(events, "E01", "T2", "cashier");
  events.publish("approval", boost::json::object{{"number", 1}}, {.station = "E01", .permission = "approvals"});
  EXPECT_TRUE(near.has("approval"));
  EXPECT_TRUE(all.has("approval"));
  EXPECT_FALSE(far.has("approval")) << "another station's business";
  EXPECT_FALSE(cashier.has("approval")) << "he decides none";
  events.publish("reader", boost::json::object{}, {.station = "E01", .till = "T1"});
  EXPECT_TRUE(near.has("reader"));
  EXPECT_FALSE(far.has("reader"));
  events.publish("vault", boost::json::object{});
  EXPECT_TRUE(far.has("vault")) << "what concerns everybody";
}

}  // namespace
}  // namespace kwota::serve
