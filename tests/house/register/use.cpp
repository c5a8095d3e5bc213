// The register that tests/house added: written, read by key and by index, listed, told in the audit, and watched by verify; described, and kept by its form.
#include <algorithm>

#include "serve/office/register.h"
#include "serve/router/described.h"
#include "serve/router/description.h"
#include "store/lists/query.h"
#include "store/queries/run.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;
using books::Inspection;

const auto other_meter = MeterNumber::from(654321);

class AddedRegister : public BooksOnDisk {
 protected:
  void SetUp() override {
    books = open();
    ASSERT_TRUE(set_up(*books));
    const auto kept = books->run({"tech", "inspect", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(Inspection{meter_number, "2026-11-19", "sun", books::SealStatus::whole, "in a dry room"});
      decision.changes.put.emplace_back(Inspection{meter_number, "2026-11-20", "wu", books::SealStatus::broken, "wire cut"});
      decision.changes.put.emplace_back(Inspection{other_meter, "2026-11-20", "sun", books::SealStatus::whole, ""});
      return decision;
    });
    ASSERT_TRUE(kept.ok()) << kept.error().what;
  }
  Result<ListPage> page(const ListRequest& request) {
    return books->query([&](Moment& connection) { return list(connection, request); });
  }
  std::unique_ptr<Books> books;
};

TEST_F(AddedRegister, is_found_by_its_key_and_by_its_index) {
  const auto seen = books->run({"tech", "look", ""}, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
    EXPECT_EQ(reader.find<Inspection>(meter_number, "2026-11-20")->seal, books::SealStatus::broken);
    EXPECT_EQ(reader.select<Inspection>(meter_number).size(), 2U);
    const auto by_sun = reader.select(Inspection::of_inspector, "sun");
    EXPECT_EQ(by_sun.size(), 2U);
    EXPECT_EQ(by_sun.back().meter, other_meter);
    return books::Decision<Done>{};
  });
  EXPECT_TRUE(seen.ok());
}

TEST_F(AddedRegister, is_a_list_that_people_sort_filter_and_search) {
  const auto newest = page({.view = "inspections"});
  ASSERT_TRUE(newest.ok()) << newest.error().what;
  EXPECT_EQ(newest->total, 3);
  EXPECT_EQ(std::get<std::string>(newest->rows.back()[1]), "2026-11-19");
  EXPECT_EQ(page({.view = "inspections", .filters = {{"seal", Match::is, "broken"}}})->total, 1);
  EXPECT_EQ(page({.view = "inspections", .search = "dry"})->total, 1);
}

TEST_F(AddedRegister, is_a_subject_of_the_query_builder_with_its_words_and_what_it_names) {
  const auto* view = find_view("inspections");
  ASSERT_NE(view, nullptr);
  EXPECT_EQ(find_column(*view, "seal")->words, (std::vector<std::string_view>{"whole", "broken"}));
  const auto count = [&](std::string_view where) {
    const auto document = queries::parse(boost::json::value{{"subject", "inspections"}, {"where", boost::json::parse(where)}, {"groups", {{{"field", "inspector"}}}}, {"figures", {{{"figure", "count"}}}}});
    const auto answer = books->query([&](Moment& connection) { return queries::page(connection, *document, {}, {}, 10); });
    return answer.ok() ? answer->rows.size() : 99U;
  };
  EXPECT_EQ(count(R"({"field": "seal", "value": "broken"})"), 1U);
  EXPECT_EQ(count(R"({"field": "meter.number", "how": "filled"})"), 2U) << "its column leads to the meter's own fields";
  EXPECT_EQ(count(R"({"field": "day", "how": "between", "values": ["2026-11-20", "2026-11-20"]})"), 2U);
}

TEST_F(AddedRegister, is_told_in_the_audit_and_nobody_changes_it_behind_the_programs_back) {
  EXPECT_EQ(page({.view = "audit", .filters = {{"action", Match::is, "inspect"}}})->total, 3);
  books.reset();
  const auto before = verified();
  ASSERT_TRUE(before.ok()) << before.first->table << ": " << before.first->why;
  by_hand("UPDATE inspection SET seal='whole' WHERE day='2026-11-20' AND inspector='wu'");
  const auto after = verified();
  ASSERT_FALSE(after.ok());
  EXPECT_EQ(after.first->table, "inspection");
}

TEST_F(AddedRegister, stands_in_the_description_of_the_api_with_its_list_its_form_and_its_words) {
  const auto document = boost::json::parse(serve::description());
  const auto& paths = document.at("paths").as_object();
  EXPECT_EQ(paths.at("/inspections").at("get").at("x-permission"), "meters_read");
  EXPECT_EQ(paths.at("/inspections/{meter}/{day}").at("put").at("x-permission"), "meters_write");
  const auto& described = serve::served_description();
  const auto* made = described.find("POST", "/inspections");
  ASSERT_NE(made, nullptr);
  const auto admit = [&](std::string_view body) { return described.admit_body(*made, "application/json", boost::json::parse(body)); };
  EXPECT_TRUE(admit(R"({"meter": "000000000001", "day": "2026-11-21", "inspector": "wu", "seal": "broken"})").ok());
  EXPECT_EQ(admit(R"({"meter": "000000000001", "seal": "bent"})").error().code, "field_malformed");
  EXPECT_EQ(admit(R"({"meter": "000000000001", "sael": "broken"})").error().code, "field_unknown");
}

TEST_F(AddedRegister, is_kept_by_its_form_which_asks_what_must_be_said_and_knows_no_strange_meter) {
  const auto kept = serve::kept_by_form<Inspection>();
  const auto put = [&](const boost::json::object& body) {
    return books->read([&](const books::Reader& reader) -> Result<books::Decision<Inspection>> {
      const serve::Asked asked(body);
      TRY(row, kept.take(asked, Inspection{}));
      return kept.put(reader, row, asked, {});
    });
  };
  const auto good = put({{"meter", to_text(meter_number)}, {"day", "2026-11-21"}, {"inspector", "wu"}, {"seal", "broken"}});
  ASSERT_TRUE(good.ok()) << good.error().what;
  EXPECT_EQ(good->answer.seal, books::SealStatus::broken);
  EXPECT_EQ(put({{"meter", to_text(meter_number)}, {"day", "2026-11-21"}}).error().code, "field_missing") << "nobody signed";
  EXPECT_EQ(put({{"meter", to_text(other_meter)}, {"day", "2026-11-21"}, {"inspector", "wu"}}).error().code, "unknown_meter");
  const auto found = books->read([&](const books::Reader& reader) { return kept.known(reader, serve::Asked(boost::json::object{{"meter", to_text(meter_number)}, {"day", "2026-11-20"}})); });
  ASSERT_TRUE(found.ok() && *found);
  EXPECT_EQ((*found)->inspector, "wu");
}

}  // namespace
}  // namespace kwota::store
