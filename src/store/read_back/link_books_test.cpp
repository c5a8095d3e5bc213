// Meters on a line in the store: the queue as it is read back, and who touches it.

#include "books/lookup.h"
#include "store/lists/query.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

class LinkBooks : public BooksOnDisk {};

/// A meter on a line with one command that is done and one that waits.
Result<Done> put_on_a_line(Books& books) {
  return books.run({"wang", "remote", "3"}, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto& put = decision.changes.put;
    put.emplace_back(books::MeterLink{.meter = meter_number, .address = "tcp://10.0.0.7:2404", .changed = noon});
    const auto number = books::next_number<books::MeterCommand>(reader);
    put.emplace_back(books::MeterCommand{.number = number, .meter = meter_number, .kind = books::CommandKind::credit, .sale = receipt(1),
                                         .n = SequenceNumber(1), .state = books::CommandStatus::done, .created = noon, .not_before = noon,
                                         .deadline = noon, .settled = noon, .asked_by = "li"});
    put.emplace_back(books::MeterCommand{.number = number + 1, .meter = meter_number, .kind = books::CommandKind::relay, .created = noon,
                                         .not_before = noon, .deadline = noon, .asked_by = "wang"});
    return decision;
  });
}

TEST_F(LinkBooks, the_queue_is_read_back_by_meter_by_number_and_by_what_is_open) {
  auto books = open();
  ASSERT_TRUE(set_up(*books));
  ASSERT_TRUE(put_on_a_line(*books));
  const auto seen = books->read([](const books::Reader& reader) -> Result<Done> {
    EXPECT_EQ(reader.find<books::MeterLink>(meter_number)->address, "tcp://10.0.0.7:2404");
    EXPECT_EQ(reader.all<books::MeterLink>().size(), 1u);
    EXPECT_EQ(reader.find<books::MeterCommand>(1)->settled, noon);
    EXPECT_EQ(books::open_commands(reader).size(), 1u);
    EXPECT_EQ(reader.select(books::MeterCommand::open_of, meter_number).at(0).kind, books::CommandKind::relay);
    EXPECT_TRUE(reader.select(books::MeterCommand::open_of, MeterNumber::from(999999)).empty());
    EXPECT_EQ(reader.select(books::MeterCommand::of_number, meter_number, SequenceNumber(1)).at(0).number, 1);
    EXPECT_EQ(books::next_number<books::MeterCommand>(reader), 3);
    return Done{};
  });
  EXPECT_TRUE(seen.ok());
  const auto commands = books->query([](Moment& moment) { return list(moment, {.view = "commands"}); });
  ASSERT_TRUE(commands.ok());
  EXPECT_EQ(commands->rows.size(), 2u);
  const auto links = books->query([](Moment& moment) { return list(moment, {.view = "links"}); });
  ASSERT_TRUE(links.ok()) << links.error().what;
  EXPECT_EQ(links->rows.size(), 1u);
}

TEST_F(LinkBooks, whoever_touches_a_command_or_a_link_by_hand_is_found) {
  {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(put_on_a_line(*books));
  }
  struct Touch {
    const char *sql, *back, *table;
  };
  for (const auto& touch : {Touch{"UPDATE meter_command SET state='done', settled=1 WHERE number=2",
                                  "UPDATE meter_command SET state='queued', settled=NULL WHERE number=2", "meter_command"},
                            Touch{"UPDATE meter_link SET address='tcp://elsewhere:1'",
                                  "UPDATE meter_link SET address='tcp://10.0.0.7:2404'", "meter_link"}}) {
    by_hand(touch.sql);
    const auto report = verified();
    ASSERT_FALSE(report.ok()) << touch.sql;
    EXPECT_EQ(report.first->table, touch.table);
    by_hand(touch.back);
    EXPECT_TRUE(verified().ok()) << touch.back;
  }
}

}  // namespace
}  // namespace kwota::store
