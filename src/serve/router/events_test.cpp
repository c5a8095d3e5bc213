#include "serve/router/events.h"

#include <gtest/gtest.h>

#include "serve/router/sessions.h"

namespace kwota::serve {
namespace {

/// One who listens, and all that he heard.
struct Listening {
  std::shared_ptr<EventStream> stream;
  std::shared_ptr<std::string> received = std::make_shared<std::string>();
  std::shared_ptr<bool> hung_up = std::make_shared<bool>(false);

  Listening(Events& events, const std::string& station, const std::string& till, const std::string& role, std::string_view remote = "127.0.0.1") {
    Session session;
    session.station = station;
    session.till = till;
    books::Operator who;
    who.name = role + station;
    who.roles = role;
    who.station = station;
    stream = events.listen(session, who, remote).events;
    stream->attach([received = received](std::string text) { *received += text; }, [hung_up = hung_up] { *hung_up = true; });
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

TEST(Events, one_session_holds_no_more_than_somebody_has_windows) {
  Events events;
  const Listening first(events, "E01", "T1", "cashier");
  std::vector<Listening> more;
  for (int window = 0; window < 31; ++window) more.emplace_back(events, "E01", "T1", "cashier");
  EXPECT_FALSE(*first.hung_up);
  more.emplace_back(events, "E01", "T1", "cashier");
  EXPECT_TRUE(*first.hung_up) << "the oldest gives way";
  EXPECT_FALSE(*more.front().hung_up);
}

TEST(Events, of_other_machines_end_and_those_of_this_one_go_on) {
  Events events;
  const Listening here(events, "E01", "T1", "cashier"), also_here(events, "E01", "T2", "cashier", "::1");
  EXPECT_FALSE(events.is_heard_elsewhere());
  const Listening there(events, "E01", "T3", "cashier", "192.168.1.20");
  EXPECT_TRUE(events.is_heard_elsewhere());
  events.end_elsewhere();
  EXPECT_TRUE(*there.hung_up) << "at once, and not with his next request";
  EXPECT_FALSE(events.is_heard_elsewhere());
  events.publish("vault", boost::json::object{});
  EXPECT_FALSE(there.has("vault"));
  EXPECT_TRUE(here.has("vault"));
  EXPECT_TRUE(also_here.has("vault"));
  EXPECT_FALSE(*here.hung_up);
}

}  // namespace
}  // namespace kwota::serve
