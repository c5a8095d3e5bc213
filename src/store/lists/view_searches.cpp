// How the quick search finds rows of the lists that grow with the years: by numbers as people type them, by what begins with the text, by words.
// Each line gives keys of the list's rows by an index.
//   {text} as typed   {digits} a number without spaces and dashes   {padded} the same with twelve digits   {begins COLUMN} begins with the text
//   {number COLUMN} a number of twelve digits that begins with four digits or more, with its zeros or without   {account} an account's number: that one, or one that begins so
//   {customers} {points} customers and service points by words and numbers, customers by telephone, too: by its beginning, or by the whole alone
// A way whose hole is none of these finds nothing.
#include <map>

#include "store/lists/views.h"

namespace kwota::store {
namespace {

const std::map<std::string_view, std::vector<std::string>>& ways() {
  static const std::map<std::string_view, std::vector<std::string>> all{
      {"customers", {"{customers}"}},
      {"service-points", {"{points}"}},
      {"accounts",
       {"SELECT number FROM account WHERE {account}", "SELECT number FROM account WHERE meter={padded}", "SELECT number FROM account WHERE {number meter}", "SELECT number FROM account WHERE customer IN ({customers})",
        "SELECT number FROM account WHERE service_point IN ({points})", "SELECT account FROM former_card WHERE number={text}"}},
      {"meters",
       {"SELECT number FROM meter WHERE number={padded}", "SELECT number FROM meter WHERE {number number}", "SELECT number FROM meter WHERE {begins model}", "SELECT number FROM meter WHERE service_point IN ({points})",
        "SELECT meter FROM account WHERE number={digits}"}},
      {"cards",
       {"SELECT serial FROM card WHERE {begins serial}", "SELECT serial FROM card WHERE account={digits}", "SELECT serial FROM card WHERE account IN (SELECT number FROM account WHERE meter={padded})",
        "SELECT serial FROM card WHERE account IN (SELECT number FROM account WHERE customer IN ({customers}))"}},
      {"former-cards", {"SELECT number FROM former_card WHERE {begins number}", "SELECT number FROM former_card WHERE account={digits}"}},
      {"sales",
       {"SELECT id FROM sale WHERE {begins number}", "SELECT id FROM sale WHERE account={digits}", "SELECT id FROM sale WHERE meter={padded}", "SELECT id FROM sale WHERE card={text} AND card IS NOT NULL",
        "SELECT id FROM sale WHERE customer IN ({customers})"}},
      {"instructions", {"SELECT id FROM instruction WHERE meter={padded}"}},
      {"journal", {"SELECT id FROM journal WHERE {begins sale}", "SELECT id FROM journal WHERE meter={padded}"}},
      {"audit", {"SELECT id FROM audit WHERE {begins object}", "SELECT id FROM audit WHERE operator={text}", "SELECT id FROM audit WHERE action={text}", "SELECT id FROM sale WHERE {begins number}",
        "SELECT id FROM sale WHERE operator={text}", "SELECT id FROM sale WHERE action={text}"}},
  };
  return all;
}

}  // namespace

std::vector<std::string> searches_of(std::string_view view) {
  const auto found = ways().find(view);
  return found == ways().end() ? std::vector<std::string>{} : found->second;
}

}  // namespace kwota::store
