#include <gtest/gtest.h>

#include <fstream>

#include "store/backup.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

/// Books with a few sales of two tills, statements and a shift, closed again: what somebody with sqlite3 finds in the folder.
class Tampered : public BooksOnDisk {
 protected:
  void SetUp() override {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(add_rows_of_all_kinds(*books));
    for (int i = 1; i <= 5; ++i) ASSERT_TRUE(sell(*books, receipt(i), 100 * i));
  }
  void restore(const std::filesystem::path& copy) {
    for (const auto* more : {"-wal", "-shm"}) std::filesystem::remove(folder.path / (std::string(books_file) + more));
    std::filesystem::copy_file(copy, folder.path / books_file, std::filesystem::copy_options::overwrite_existing);
  }
  void expect_found(const std::string& table, const std::string& key_text, const std::string& what) {
    const auto report = verified();
    ASSERT_FALSE(report.ok()) << "nothing was found";
    EXPECT_EQ(report.first->table, table) << report.first->why;
    EXPECT_EQ(report.first->key, key_text) << report.first->why;
    EXPECT_EQ(word_of(report.first->what), what) << report.first->why;
  }
};

TEST_F(Tampered, untouched_books_are_in_order) {
  const auto report = verified();
  EXPECT_TRUE(report.ok()) << report.first->table << " " << report.first->key << " " << report.first->why;
  EXPECT_TRUE(report.signatures_checked);
  EXPECT_GT(report.rows, 40);
  EXPECT_EQ(report.chains, 4) << "of the till, the meter, the vault and the utility";
}

/// The sale of `number` never reached a card: its instruction is withdrawn and its state becomes `state`.
Result<Done> withdraw(Books& books, const std::string& number, books::SaleStatus state) {
  return books.run(cashier, [=](const books::Reader& reader) -> Result<books::Decision<Done>> {
    const auto sale = reader.find<books::Sale>(number);
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::SaleState{number, state, noon, 0});
    decision.changes.append.emplace_back(books::Instruction{.meter = sale->meter, .n = sale->n, .revision = sale->revision + 1,
                                                            .chain = "meter/000000123456", .kind = books::InstructionKind::withdrawn, .time = noon});
    return decision;
  });
}

/// As the shop does it: the next sale takes the number that nobody got.
Result<Done> sell_with_number_of(Books& books, const std::string& withdrawn, const std::string& number) {
  return books.run(cashier, [=](const books::Reader& reader) -> Result<books::Decision<Done>> {
    TRY(sold, decide_sale(reader, number, 700));
    const auto n = reader.find<books::Sale>(withdrawn)->n;
    for (auto& row : sold.changes.append) {
      if (auto* sale = row.as<books::Sale>()) sale->n = n, sale->revision = 2;
      if (auto* instruction = row.as<books::Instruction>()) instruction->n = n, instruction->revision = 2;
    }
    return books::Decision<Done>{std::move(sold.changes), Done{}};
  });
}

TEST_F(Tampered, a_sale_that_was_withdrawn_before_it_left_the_house_is_in_order_when_it_is_reversed) {
  {
    auto books = open();
    ASSERT_TRUE(withdraw(*books, receipt(5), books::SaleStatus::reversed));
    ASSERT_TRUE(sell_with_number_of(*books, receipt(5), receipt(6)));
  }
  const auto report = verified();
  EXPECT_TRUE(report.ok()) << report.first->table << " " << report.first->key << " " << report.first->why;
}

TEST_F(Tampered, a_withdrawn_instruction_whose_sale_still_stands_is_named) {
  {
    auto books = open();
    ASSERT_TRUE(withdraw(*books, receipt(5), books::SaleStatus::carried));
  }
  expect_found("sale_state", receipt(5), "changed");
}

/// A part of the sale of `number` was to be deducted, its meter went before it took either: the sale is taken back, the part has nobody to confirm it.
Result<Done> withdraw_with_deduction(Books& books, const std::string& number, const std::string& deduction, books::SaleStatus state) {
  return books.run(cashier, [=](const books::Reader& reader) -> Result<books::Decision<Done>> {
    auto part = *reader.find<books::Sale>(number);
    books::Instruction instruction{.meter = part.meter, .n = part.n, .revision = ++part.revision, .chain = "meter/000000123456", .kind = books::InstructionKind::credit, .sales = number + "," + deduction, .time = noon};
    part.number = deduction, part.original = number, part.kind = books::Operation::deduct;
    part.client_key = deduction, part.credit = {}, part.tendered = {}, part.tenders = {};
    books::Decision<Done> decision;
    decision.changes.append.emplace_back(part);
    decision.changes.append.emplace_back(instruction);
    ++instruction.revision, instruction.kind = books::InstructionKind::withdrawn, instruction.sales.clear();
    decision.changes.append.emplace_back(instruction);
    decision.changes.put.emplace_back(books::SaleState{number, books::SaleStatus::taken_back, noon, 0});
    decision.changes.put.emplace_back(books::SaleState{deduction, state, noon, 0});
    return decision;
  });
}

TEST_F(Tampered, a_deduction_from_a_sale_that_its_meter_never_got_is_in_order_when_it_is_done_with) {
  ASSERT_TRUE(withdraw_with_deduction(*open(), receipt(5), receipt(6), books::SaleStatus::applied));
  const auto report = verified();
  EXPECT_TRUE(report.ok()) << report.first->table << " " << report.first->key << " " << report.first->why;
}

TEST_F(Tampered, a_deduction_that_still_waits_for_its_withdrawn_instruction_is_named) {
  ASSERT_TRUE(withdraw_with_deduction(*open(), receipt(5), receipt(6), books::SaleStatus::booked));
  expect_found("sale_state", receipt(6), "changed");
}

/// What is owed leaves the account's balance and stands in the ledger as a claim; its debt by name says `by_name`, or there is none.
Result<Done> claim(Books& books, std::optional<Money> by_name) {
  return books.run(cashier, [=](const books::Reader& reader) -> Result<books::Decision<Done>> {
    const auto amount = Money::minor(300);
    books::Decision<Done> decision;
    if (by_name) decision.changes.put.emplace_back(books::Debt{.number = 1, .account = 100001, .customer = customer_number, .origin = books::DebtOrigin::claim, .amount = *by_name});
    decision.changes.append.emplace_back(books::Entry{.number = "claimed/1", .chain = "till/3/1", .time = noon, .business_day = settings::business_day(reader, noon, Zone::find("Asia/Shanghai").value()),
                                                      .what = books::Operation::claim, .account = 100001, .legs = {{"claim/100001", amount}, {"customer/100001/balance", -amount}}});
    return decision;
  });
}

TEST_F(Tampered, a_claim_that_stands_under_its_name_is_in_order) {
  ASSERT_TRUE(claim(*open(), Money::minor(300)));
  const auto report = verified();
  EXPECT_TRUE(report.ok()) << report.first->table << " " << report.first->key << " " << report.first->why;
}

TEST_F(Tampered, a_claim_whose_debt_by_name_says_another_sum_is_named) {
  ASSERT_TRUE(claim(*open(), Money::minor(200)));
  expect_found("entry", "debt 1", "broken");
}

TEST_F(Tampered, a_claim_without_a_debt_by_name_is_named) {
  ASSERT_TRUE(claim(*open(), {}));
  expect_found("entry", "account 100001", "broken");
}

TEST_F(Tampered, a_log_of_anchors_that_was_removed_is_named) {
  std::filesystem::remove(folder.path / anchor_log_file);
  expect_found("anchors.log", "1", "removed");
}

TEST_F(Tampered, a_line_that_nobody_wrote_into_the_log_of_anchors_is_named) {
  std::ofstream(folder.path / anchor_log_file, std::ios::app) << "by hand\n";
  const auto report = verified();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.first->table, "anchors.log");
  EXPECT_EQ(report.first->what, Wrong::changed);
}

TEST_F(Tampered, a_log_of_anchors_torn_in_its_last_line_is_in_order_when_it_goes_on) {
  const auto file = folder.path / anchor_log_file;
  const auto whole = std::filesystem::file_size(file);
  std::ifstream in(file);
  std::string last, line;
  while (std::getline(in, line)) last = line;
  in.close();
  for (std::size_t torn = 0; torn <= last.size(); torn = torn == last.size() ? torn + 1 : std::min(torn + 7, last.size())) {
    std::filesystem::resize_file(file, whole - 1 - last.size() + torn);
    static_cast<void>(open());  // it is completed
    const auto report = verified();
    EXPECT_TRUE(report.ok()) << torn << " bytes of it were written: " << (report.first ? report.first->why : "");
    EXPECT_EQ(std::filesystem::file_size(file), torn == 0 || torn == last.size() ? whole : whole + torn + 1);
    std::filesystem::resize_file(file, whole - 1 - last.size());
    std::ofstream(file, std::ios::app) << last << "\n";
  }
}

struct ByHand {
  const char *sql, *table, *key, *what;
};

TEST_F(Tampered, every_row_that_is_changed_is_named) {
  const ByHand cases[] = {
      {"UPDATE sale SET tendered=tendered+1 WHERE number='R3-000002'", "sale", "R3-000002", "changed"},
      {"UPDATE journal SET id=id+500 WHERE number=5", "journal", "vault/main/5", "changed"},  // still the last of its group
      {"UPDATE sale SET document='{}' WHERE number='R3-000005'", "sale", "R3-000005", "changed"},
      {"UPDATE sale SET card='0102030405060708' WHERE number='R3-000005'", "sale", "R3-000005", "changed"},
      {"UPDATE sale SET meter=123457 WHERE number='R3-000003'", "sale", "R3-000003", "changed"},
      {"UPDATE sale SET action='supplement' WHERE number='R3-000003'", "sale", "R3-000003", "changed"},
      {"UPDATE entry SET business_day='2026-11-21' WHERE number='R3-000003'", "entry", "R3-000003", "changed"},
      {"UPDATE leg SET amount=amount-1 WHERE entry=(SELECT id FROM entry WHERE number='R3-000001') AND position=1", "entry", "R3-000001", "changed"},
      {"UPDATE leg SET account=account+1 WHERE entry=(SELECT id FROM entry WHERE number='R3-000001') AND position=1", "entry", "R3-000001", "changed"},
      {"UPDATE ledger_account SET name='till/3/2' WHERE name='till/3/1/cash'", "entry", "R3-000001", "changed"},
      {"INSERT INTO ledger_account(name) VALUES('till/9/9/cash')", "ledger_account", "till/9/9/cash", "inserted"},
      {"UPDATE kept_text SET text='{\"utility\":\"Another\"}'", "sale", "R3-000001", "changed"},
      {"UPDATE kept_text SET mark=mark+1", "kept_text", "1", "changed"},
      {"INSERT INTO kept_text(mark, text) VALUES(1, 'x')", "kept_text", "3", "inserted"},
      {"UPDATE instruction SET amount=1 WHERE n=4", "instruction", "000000123456/4/0", "changed"},
      {"UPDATE statement SET remaining=5", "statement", "000000123456/1", "changed"},
      {"UPDATE journal SET what='carried' WHERE number=2", "journal", "vault/main/2", "changed"},
      {"UPDATE audit SET operator='somebody' WHERE chain='utility' AND number=2", "audit", "utility/2", "changed"},
      {"UPDATE balance SET amount=amount+1 WHERE account='till/3/1/cash'", "balance", "till/3/1/cash", "changed"},
      {"UPDATE customer SET name='Li Bai'", "customer", "000000004711", "changed"},
      {"UPDATE till SET next_receipt=3", "till", "3/1", "changed"},
      {"UPDATE meter SET applied=9", "meter", "000000123456", "changed"},
      {"UPDATE account SET charged='{\"fixed\":\"2027-11\"}'", "account", "100001", "changed"},
      {"UPDATE operator SET roles='administrator'", "operator", "li", "changed"},
      {"UPDATE sale_state SET state='nonsense' WHERE sale='R3-000001'", "sale_state", "R3-000001", "changed"},
      {"UPDATE sale_state SET state='applied' WHERE sale='R3-000002'", "sale_state", "R3-000002", "changed"},
      {"UPDATE sale_state SET state='reversed' WHERE sale='R3-000002'", "sale_state", "R3-000002", "changed"},
      {"UPDATE sale_state SET reprints=7 WHERE sale='R3-000003'", "sale_state", "R3-000003", "changed"},
      // To what they once said, with the row that said so then; to what a new row says; to a row that says nothing of them.
      {"UPDATE till SET next_receipt=5, told=(SELECT id FROM sale WHERE number='R3-000004')", "till", "3/1", "changed"},
      {"UPDATE meter SET sold=4, told=(SELECT id FROM sale WHERE number='R3-000004')", "meter", "000000123456", "changed"},
      {"UPDATE till SET next_receipt=1, told=0", "till", "3/1", "changed"},
      {"UPDATE till SET told=told+1", "till", "3/1", "changed"},
      {"UPDATE sale_state SET told=told+1 WHERE sale='R3-000003'", "sale_state", "R3-000003", "inserted"},
      {"UPDATE sale_state SET since=since-1 WHERE sale='R3-000003'", "sale_state", "R3-000003", "changed"},
      {"UPDATE sale SET tells=NULL WHERE number='R3-000003'", "sale", "R3-000003", "changed"},
      {"UPDATE sale SET tells='sale_state/R3-000003=carried,1795176000000,0' WHERE number='R3-000003'", "sale", "R3-000003", "changed"},
      {"UPDATE sale SET tells=substr(tells, 1, length(tells)-1) WHERE number='R3-000003'", "sale", "R3-000003", "changed"},
      {"UPDATE sale SET tells=CAST(tells || x'00' AS BLOB) WHERE number='R3-000003'", "sale", "R3-000003", "changed"},
      {"UPDATE shape SET text=replace(text, 'booked', 'carried')", "sale", "R3-000001", "changed"},
      {"DELETE FROM shape", "sale", "R3-000001", "changed"},
      {"INSERT INTO shape(text) VALUES('x')", "shape", "2", "inserted"},
      {"UPDATE chain_head SET position=position+1 WHERE chain='vault/main'", "journal", "vault/main/6", "removed"},
      {"UPDATE anchor SET time=time+1 WHERE number=3", "anchor", "3", "changed"},
      {"UPDATE anchor SET signature=zeroblob(64) WHERE number=3", "anchor", "3", "forged"},
      {"UPDATE anchor SET signature=x'' WHERE number=4", "anchor", "4", "unsigned"},
      {"UPDATE sale SET hash=zeroblob(32) WHERE number='R3-000002'", "sale", "R3-000002", "changed"},
      {"CREATE TRIGGER quiet AFTER INSERT ON sale BEGIN DELETE FROM audit; END", "sqlite_schema", "quiet", "inserted"},
  };
  const auto copy = folder.path / "copy.db";
  by_hand("VACUUM INTO '" + copy.string() + "'");
  for (const auto& one : cases) {
    SCOPED_TRACE(one.sql);
    by_hand(one.sql);
    expect_found(one.table, one.key, one.what);
    restore(copy);
  }
}

TEST_F(Tampered, a_state_that_is_set_back_to_what_it_once_was_is_named) {
  {
    auto books = open();
    ASSERT_TRUE(books->run(cashier, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
      const auto sale = reader.find<books::Sale>(receipt(4));
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(books::SaleState{receipt(4), books::SaleStatus::carried, noon, 0});
      decision.changes.append.emplace_back(books::JournalEntry{.chain = "vault/main", .time = noon, .what = books::JournalEvent::carried, .sale = receipt(4), .meter = sale->meter, .n = sale->n});
      return decision;
    }));
  }
  EXPECT_TRUE(verified().ok());
  by_hand("UPDATE sale_state SET state='booked', told=(SELECT id FROM sale WHERE number='R3-000004') WHERE sale='R3-000004'");
  expect_found("sale_state", receipt(4), "changed");
}

TEST_F(Tampered, an_index_that_leaves_rows_out_is_named_though_its_text_is_the_programs_own) {
  by_hand("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql=sql || ' WHERE id<0' WHERE name='audit_object'");
  by_hand("REINDEX audit_object");
  by_hand("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql=replace(sql, ' WHERE id<0', '') WHERE name='audit_object'");
  const auto report = verified();
  ASSERT_FALSE(report.ok()) << "whoever asks by it finds nothing";
  EXPECT_EQ(report.first->table, "books.db");
  EXPECT_NE(report.first->key.find("audit_object"), std::string::npos) << report.first->key;
}

TEST_F(Tampered, every_row_that_is_removed_is_missed) {
  const ByHand cases[] = {
      {"DELETE FROM sale WHERE number='R3-000002'", "sale", "R3-000002", "removed"},
      {"DELETE FROM sale WHERE number='R3-000005'", "sale", "R3-000005", "removed"},
      {"DELETE FROM entry WHERE number='R3-000002'", "entry", "R3-000002", "removed"},
      {"DELETE FROM entry WHERE number='R3-000005'", "entry", "R3-000005", "removed"},
      {"DELETE FROM leg WHERE entry=(SELECT id FROM entry WHERE number='R3-000002')", "entry", "R3-000002", "changed"},
      {"DELETE FROM instruction WHERE n=2", "chain", "meter/000000123456/3", "removed"},
      {"DELETE FROM journal WHERE number=2", "journal", "vault/main/2", "removed"},
      {"DELETE FROM journal WHERE number=5", "journal", "vault/main/5", "removed"},
      {"DELETE FROM audit WHERE chain='utility' AND number=1", "audit", "utility/1", "removed"},
      {"DELETE FROM audit WHERE chain='utility' AND number=8", "audit", "utility/8", "removed"},
      {"DELETE FROM statement", "chain", "meter/000000123456/1", "removed"},
      {"DELETE FROM customer", "customer", "000000004711", "removed"},
      {"DELETE FROM account", "account", "100001", "removed"},
      {"DELETE FROM card", "card", "0102030405060708", "removed"},
      {"DELETE FROM sale_state WHERE sale='R3-000004'", "sale_state", "R3-000004", "removed"},
      {"DELETE FROM balance WHERE account='till/3/1/cash'", "balance", "till/3/1/cash", "changed"},
      {"DELETE FROM chain_head WHERE chain='till/3/1'", "chain_head", "till/3/1", "removed"},
      {"DELETE FROM anchor WHERE number=3", "sale", "", "inserted"},
  };
  const auto copy = folder.path / "copy.db";
  by_hand("VACUUM INTO '" + copy.string() + "'");
  for (const auto& one : cases) {
    SCOPED_TRACE(one.sql);
    by_hand(one.sql);
    if (*one.key != '\0')
      expect_found(one.table, one.key, one.what);
    else
      EXPECT_FALSE(verified().ok());
    restore(copy);
  }
}

TEST_F(Tampered, a_row_that_was_put_in_is_named) {
  const ByHand cases[] = {
      {"INSERT INTO customer SELECT '000000009999', name, kind, phone, identity_number, address, language, place, state, state_reason, created, station, mail, hears_by, merged_into "
       "FROM customer", "customer", "000000009999", "inserted"},
      {"INSERT INTO leg SELECT id, 3, 1, 5 FROM entry WHERE number='R3-000001'", "entry", "R3-000001", "changed"},
      {"INSERT INTO leg VALUES(9, 1, 1, 5)", "entry", "9", "removed"},
      {"INSERT INTO balance VALUES('till/9/9', 0)", "balance", "till/9/9", "inserted"},
      {"INSERT INTO sale_state VALUES('R3-000009', 'applied', 0, 0, 0)", "sale", "R3-000009", "removed"},
      {"INSERT INTO journal SELECT id + 5, chain, 77, time, what, sale, meter, n, revision, card, details, position, hash, tells FROM journal "
       "WHERE number=5", "journal", "vault/main/77", "inserted"},
      {"INSERT INTO operator SELECT 'eve', full_name, 'administrator', station, password, must_change, state, failed, locked_until, language, tried_from, given_by, given, mail, mail_of, second_factor, factor_number, factor_step "
       "FROM operator", "operator", "eve", "inserted"},
  };
  const auto copy = folder.path / "copy.db";
  by_hand("VACUUM INTO '" + copy.string() + "'");
  for (const auto& one : cases) {
    SCOPED_TRACE(one.sql);
    by_hand(one.sql);
    expect_found(one.table, one.key, one.what);
    restore(copy);
  }
}

TEST_F(Tampered, the_end_of_the_books_cannot_be_cut_off) {
  // Somebody removes the last sale with everything that belongs to it, and mends the heads of the chains.
  for (const auto* table : {"sale", "entry", "instruction", "journal", "audit"}) by_hand(fmt::format("DELETE FROM {} WHERE id >> 20 = 7", table));
  by_hand("DELETE FROM anchor WHERE number=7; DELETE FROM leg WHERE entry >> 20 = 7; DELETE FROM sale_state WHERE sale='R3-000005'");
  by_hand("UPDATE balance SET amount=amount-500 WHERE account='till/3/1/cash'; UPDATE balance SET amount=amount+500 WHERE account LIKE 'customer%'");
  for (const auto* chain : {"till/3/1", "meter/000000123456", "vault/main"})
    by_hand(fmt::format("UPDATE chain_head SET (position, hash)=(SELECT position, hash FROM (SELECT position, hash, chain FROM sale UNION ALL SELECT position, "
                        "hash, chain FROM entry UNION ALL SELECT position, hash, chain FROM instruction UNION ALL SELECT position, hash, chain FROM journal "
                        "UNION ALL SELECT position, hash, chain FROM audit UNION ALL SELECT position, hash, chain FROM statement) WHERE chain='{0}' "
                        "ORDER BY position DESC LIMIT 1) WHERE chain='{0}'", chain));
  expect_found("anchor", "7", "removed");
  EXPECT_EQ(Books::open({.folder = folder.path}, clock).error().code, "books_cut");
}

TEST_F(Tampered, a_backup_made_while_people_sell_is_proven_and_can_be_restored) {
  const auto file = folder.path / "monday.kwota";
  {
    auto books = open();
    const auto made = books->query([&](Moment& moment) { return backup(moment, file, key.check()); }).value();
    EXPECT_TRUE(made.verified.ok());
    EXPECT_GT(made.bytes, 10'000);
    EXPECT_EQ(books->query([&](Moment& moment) { return backup(moment, file, key.check()); }).error().code, "file_exists");
    ASSERT_TRUE(sell(*books, receipt(6), 100)) << "after the backup";
    EXPECT_EQ(store::restore(file, folder.path, key.check(), noon).error().code, "books_in_use");
  }
  ASSERT_TRUE(store::restore(file, folder.path, key.check(), noon));
  EXPECT_TRUE(std::filesystem::exists(folder.path / "before-restore-2026-11-20T12.00.00.000Z" / books_file)) << "the old books are kept";
  auto books = open();
  EXPECT_EQ(books->query([](Moment& moment) { return sqlite_of(moment).number("SELECT count(*) FROM sale"); }).value(), 5);
  ASSERT_TRUE(sell(*books, receipt(6), 100)) << "and the shop goes on";
  EXPECT_TRUE(verified().ok());
}

TEST_F(Tampered, books_are_in_order_while_people_go_on_selling) {
  auto books = open();
  auto connection = Connection::open((folder.path / books_file).string(), Connection::Mode::read).value();
  int next = 100;
  const auto check = [&, really = key.check()](const auto&... anchor) {
    EXPECT_TRUE(sell(*books, receipt(next), 100));
    ++next;
    return really(anchor...);
  };
  const auto report = verify(*connection, {check, folder.path / anchor_log_file});
  ASSERT_TRUE(report.ok()) << report.error().what;
  EXPECT_TRUE(report->ok()) << report->first->table << " " << report->first->key << " " << report->first->why;
  EXPECT_GT(next, 103);
}

TEST_F(Tampered, a_changed_backup_is_not_restored) {
  const auto file = folder.path / "monday.kwota";
  {
    auto books = open();
    ASSERT_TRUE(books->query([&](Moment& moment) { return backup(moment, file, key.check()); }));
  }
  ASSERT_EQ(std::system(fmt::format("sqlite3 '{}' \"UPDATE sale SET tendered=1 WHERE number='R3-000003'\"", file.string()).c_str()), 0);
  const auto refused = store::restore(file, folder.path, key.check(), noon);
  EXPECT_EQ(refused.error().code, "backup_bad");
  EXPECT_EQ(refused.error().details.at("row"), "sale/R3-000003");
  EXPECT_TRUE(verified().ok()) << "the books are as they were";
  EXPECT_EQ(store::restore(folder.path / "nothing", folder.path, key.check(), noon).error().code, "no_such_file");
}

}  // namespace
}  // namespace kwota::store
