// Books on the disk whose vault can be away.
#pragma once
#include "store/put_back.h"
#include "store/sqlite/schema.h"
#include "store/test_books_on_disk.h"
#include "store/verify/tail.h"

namespace kwota::store::test {

class VaultAway : public BooksOnDisk {
 protected:
  std::unique_ptr<Books> open_books() { return Books::open(settings(), clock).value(); }
  BooksSettings settings() {
    return {.folder = folder.path,
            .signer = [this](const Digest& digest) -> Result<Signature> {
              if (away) return error(Fault::wire, "vault_offline", "The vault is away.");
              return key.signer()(digest);
            },
            .check = key.check()};
  }
  /// Somebody reads a meter, which needs no vault.
  static Result<Done> register_customer(Books& books, std::uint64_t number) {
    return books.run(cashier, [=](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(books::Customer{.number = CustomerNumber::from(number), .name = "Wang", .created = noon});
      return decision;
    });
  }
  /// The vault goes, a customer is registered, and the program dies before the vault is back.
  void dies_with_an_unsigned_group(bool one_person = false) {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
    if (one_person)
      ASSERT_TRUE(books->run(cashier, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
        auto utility = *reader.only<books::Utility>();
        utility.one_person = true;
        return books::Decision<Done>{{{utility}, {}}, Done{}};
      }));
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    away = true;
    ASSERT_TRUE(register_customer(*books, 5));
    books.reset();
    away = false;
  }
  std::unique_ptr<Connection> by_sql() { return Connection::open((folder.path / books_file).string(), Connection::Mode::write).value(); }
  Result<UnsignedGroups> accept(std::string first, std::string second) {
    return accept_groups(*by_sql(), key.check(), key.signer(), {std::move(first), std::move(second), "the token was away"}, noon);
  }
  bool away = false;
};

}  // namespace kwota::store::test
