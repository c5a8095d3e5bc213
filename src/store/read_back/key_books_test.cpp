// The rows of the key system in the store: the key journal, and versions that cards and meters hold.
#include "books/lookup.h"
#include "store/lists/query.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

class KeyBooks : public BooksOnDisk {};

/// A card, a meter, a formed key and two lines of the key journal.
Result<Done> form_a_key(Books& books) {
  return books.run({"keeper", "key_ceremony", ""}, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto card = *reader.find<books::Card>(CardSerial{{1, 2, 3, 4, 5, 6, 7, 8}});
    card.key_version = 2;
    card.kind = books::CardKind::user;
    card.state = books::CardStatus::active;
    decision.changes.put.emplace_back(card);
    decision.changes.put.emplace_back(books::KeyVersion{.vault = "office",
                                                        .purpose = "seed",
                                                        .version = 1,
                                                        .suite = "3des",
                                                        .check_value = "A1B2C3",
                                                        .state = books::KeyStatus::created,
                                                        .origin = books::KeyOrigin::ceremony,
                                                        .created = noon});
    decision.changes.put.emplace_back(
        books::Ceremony{.number = 1, .purpose = "seed", .version = 1, .state = books::CeremonyStatus::open, .started = noon});
    decision.changes.put.emplace_back(books::CeremonyPart{1, "anna", noon});
    decision.changes.put.emplace_back(
        books::KeyDevice{.serial = "0102030405060708", .kind = books::KeyDeviceKind::psam, .state = books::KeyDeviceStatus::active, .issued = noon});
    decision.changes.put.emplace_back(
        books::Campaign{.number = 1, .from_version = 1, .to_version = 2, .state = books::CampaignStatus::running, .started = noon});
    decision.changes.put.emplace_back(books::KeyFactors{.utility_factor = "0102030405060708", .province = 0x13000000});
    for (const auto* what : {"ceremony_started", "key_formed"})
      decision.changes.append.emplace_back(books::KeyEvent{.time = noon, .what = what, .object = "seed", .first = "keeper"});
    return decision;
  });
}

TEST_F(KeyBooks, the_reader_gives_back_what_was_put) {
  auto books = open();
  ASSERT_TRUE(set_up(*books));
  ASSERT_TRUE(add_rows_of_all_kinds(*books));
  ASSERT_TRUE(form_a_key(*books));
  const auto seen = books->read([](const books::Reader& reader) -> Result<Done> {
    EXPECT_EQ(reader.find<books::KeyVersion>("office", "seed", 1)->check_value, "A1B2C3");
    EXPECT_EQ(reader.all<books::KeyVersion>().size(), 1u);
    EXPECT_EQ(reader.only<books::KeyFactors>()->province, 0x13000000u);
    EXPECT_EQ(reader.find<books::KeyDevice>("0102030405060708")->kind, books::KeyDeviceKind::psam);
    EXPECT_EQ(reader.all<books::KeyDevice>().size(), 1u);
    EXPECT_EQ(reader.find<books::Ceremony>(1)->purpose, "seed");
    EXPECT_EQ(books::open_ceremonies(reader).size(), 1u);
    EXPECT_EQ(reader.select<books::CeremonyPart>(1).at(0).officer, "anna");
    EXPECT_EQ(books::next_number<books::Ceremony>(reader), 2);
    EXPECT_EQ(books::running_campaign(reader)->to_version, 2);
    EXPECT_EQ(reader.find<books::Campaign>(1)->number, 1);
    EXPECT_EQ(books::next_number<books::Campaign>(reader), 2);
    EXPECT_EQ(reader.cards_by_key_version(), (std::vector<books::HeldVersion>{{2, 1}}));
    EXPECT_TRUE(reader.meters_by_key_version().empty()) << "the meter is not installed";
    return Done{};
  });
  EXPECT_TRUE(seen.ok());
  const auto page = books->query([](Moment& moment) { return list(moment, {.view = "key-journal"}); });
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->rows.size(), 2u);
}

TEST_F(KeyBooks, whoever_touches_the_key_journal_or_a_void_device_is_found) {
  {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(add_rows_of_all_kinds(*books));
    ASSERT_TRUE(form_a_key(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 100));
  }
  struct Touch {
    const char *sql, *back, *table, *what;
  };
  const Touch touches[] = {
      {"UPDATE key_event SET first='nobody' WHERE number=2", "UPDATE key_event SET first='keeper' WHERE number=2", "key_event",
       "changed"},
      {"UPDATE key_device SET state='void'", "UPDATE key_device SET state='active'", "key_device", "changed"},
      {"UPDATE key_version SET check_value='000000'", "UPDATE key_version SET check_value='A1B2C3'", "key_version", "changed"},
      {"UPDATE card SET key_version=NULL", "UPDATE card SET key_version=2", "card", "changed"},
  };
  for (const auto& touch : touches) {
    by_hand(touch.sql);
    const auto report = verified();
    ASSERT_FALSE(report.ok()) << touch.sql;
    EXPECT_EQ(report.first->table, touch.table) << touch.sql;
    EXPECT_EQ(word_of(report.first->what), touch.what) << touch.sql;
    by_hand(touch.back);
    EXPECT_TRUE(verified().ok()) << touch.back;
  }
  by_hand("DELETE FROM key_event WHERE number=2");
  const auto report = verified();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.first->table, "key_event");
  EXPECT_EQ(word_of(report.first->what), "removed");
}

}  // namespace
}  // namespace kwota::store
