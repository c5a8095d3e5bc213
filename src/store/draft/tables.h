// The tables of the books, told by the rows themselves: for auditors, and for tests that attack every table that there is.
#pragma once
#include <string>
#include <vector>

namespace kwota::store {

struct TableOfBooks {
  std::string name;
  std::string kind;                  ///< register, chained, derived (balance, leg, ledger_account, kept_text, chain_head), signed (anchor, process, acceptance)
  int key_columns = 1;
  std::vector<std::string> columns;  ///< in the order in which they are hashed
  std::vector<std::string> follow;   ///< which of them a chained row tells of (store/draft/telling.h): in no hash of a register
  std::vector<std::string> twelve_digits;  ///< numbers that names and tellings write with twelve digits
  std::vector<std::string> kept_once;      ///< numbers in kept_text; the text is what is hashed (store/sqlite/kept.h)
  bool needs_vault = true;           ///< a group that changes it needs the vault's own signature
};
std::vector<TableOfBooks> tables();

}  // namespace kwota::store
