#include "keys/office/certificates.h"

#include <fmt/format.h>

#include <algorithm>

#include "books/lookup.h"
#include "people/people.h"
#include "people/permissions.h"
#include "seal/cipher/ecdsa.h"

namespace kwota::keys {
namespace {

using books::KeyPerson;
using books::KeyPersonOrigin;
using people::Role;

constexpr auto founding_mark = "kwota founding of a key office", certificate_mark = "kwota certificate of one who handles keys";

std::uint32_t county_of(const books::Reader& books) { return books::utility_of(books).county; }

std::vector<KeyPerson> founders_in(const std::vector<KeyPerson>& all) {
  std::vector<KeyPerson> out;
  std::ranges::copy_if(all, std::back_inserter(out), [](const KeyPerson& row) { return row.origin == KeyPersonOrigin::founding; });
  return out;
}

bool is(Role role, const KeyPerson& row) { return row.role == people::name_of(role); }

/// Whose word counts as the second one: a manager's, and beside the new token of a manager an auditor's.
bool may_be_second(const KeyPerson& second, const KeyPerson& row) {
  return is(Role::key_manager, second) || (is(Role::security_auditor, second) && is(Role::key_manager, row) && row.number > 1);
}

/// The pairs of one with which he could certify somebody at that time.
std::vector<KeyPerson> usable_pairs_of(const std::vector<KeyPerson>& certified, const std::string& name, Instant made) {
  std::vector<KeyPerson> out;
  std::ranges::copy_if(certified, std::back_inserter(out),
                       [&](const KeyPerson& row) { return row.person == name && row.made <= made && (!row.ended || made <= *row.ended); });
  return out;
}

bool holds(const books::Reader& books, const std::vector<KeyPerson>& certified, const KeyPerson& row) {
  if (row.origin != KeyPersonOrigin::appointed || row.first == row.second || row.person == row.first || row.person == row.second) return false;
  const auto text = certificate_text(books, row);
  const auto first = usable_pairs_of(certified, row.first, row.made), second = usable_pairs_of(certified, row.second, row.made);
  return std::ranges::any_of(first, [&](const KeyPerson& by) { return is(Role::key_manager, by) && is_signed(by.public_key, text, row.first_signature); }) &&
         std::ranges::any_of(second, [&](const KeyPerson& by) { return may_be_second(by, row) && is_signed(by.public_key, text, row.second_signature); });
}

void check_founding(const books::Reader& books, const std::vector<KeyPerson>& founders, CheckedPeople& out) {
  const auto text = founding_text(books, founders);
  const auto count = [&](Role role) { return std::ranges::count_if(founders, [&](const KeyPerson& row) { return is(role, row); }); };
  const bool whole = count(Role::key_manager) >= 2 && count(Role::security_auditor) >= 1 && count(Role::key_officer) >= 1 &&
                     std::ranges::all_of(founders, [&](const KeyPerson& row) { return row.made == founders.front().made; });
  for (const auto& row : founders) {
    // One signature that fails, or one person more or less, and it is another document for all of them.
    if (whole && is_signed(row.public_key, text, row.first_signature))
      out.certified.push_back(row);
    else
      out.problems.push_back({row.person, "has not signed the founding document as it stands in the books"});
  }
  if (out.certified.size() != founders.size()) out.certified.clear();
  out.founding = seal::print_in_groups(view_of(text));
}

}  // namespace

std::string founding_text(const books::Reader& books, std::vector<KeyPerson> people) {
  std::ranges::sort(people, {}, &KeyPerson::person);
  auto text = fmt::format("{}\ncounty {:08X}\ntime {}\n", founding_mark, county_of(books), people.empty() ? 0 : people.front().made.ms());
  for (const auto& one : people) text += fmt::format("{} {} {} {}\n", to_hex(view_of(one.person)), one.number, one.role, one.public_key);
  return text;
}

std::string certificate_text(const books::Reader& books, const KeyPerson& row) {
  return fmt::format("{}\ncounty {:08X}\ntime {}\n{} {} {} {}\nby {} and {}\n", certificate_mark, county_of(books), row.made.ms(), to_hex(view_of(row.person)), row.number,
                     row.role, row.public_key, to_hex(view_of(row.first)), to_hex(view_of(row.second)));
}

bool is_signed(const std::string& public_key, const std::string& text, const std::string& signature) {
  const auto bytes = from_hex(signature);
  return bytes.ok() && seal::signed_by(public_key, seal::sha256(view_of(text)), *bytes);
}

CheckedPeople check_people(const books::Reader& books) {
  CheckedPeople out;
  auto rows = books.all<books::KeyPerson>();
  const auto founders = founders_in(rows);
  if (!founders.empty()) check_founding(books, founders, out);
  std::erase_if(rows, [](const KeyPerson& row) { return row.origin == KeyPersonOrigin::founding; });
  // In the order in which they came: who certifies was certified before.
  std::ranges::stable_sort(rows, {}, &KeyPerson::made);
  for (const auto& row : rows) {
    if (holds(books, out.certified, row))
      out.certified.push_back(row);
    else
      out.problems.push_back({row.person, "was certified by no two key managers"});
  }
  for (const auto& one : books.all<books::Operator>()) {
    if (one.state == books::OperatorStatus::removed || !people::handles_keys(one)) continue;
    const auto own = std::ranges::find_if(out.certified, [&](const KeyPerson& row) { return row.person == one.name && row.role == one.roles; });
    if (own == out.certified.end()) out.problems.push_back({one.name, "has a role of the key office and no certificate for it"});
  }
  return out;
}

Result<KeyPerson> certificate_of(const books::Reader& books, const std::string& person) {
  const auto checked = check_people(books);
  std::optional<KeyPerson> newest;
  for (const auto& row : checked.certified)
    if (row.person == person && (!newest || row.number > newest->number)) newest = row;
  const auto who = books.find<books::Operator>(person);
  if (!newest || !who || who->roles != newest->role)
    return error(Fault::refused, "person_not_certified",
                 fmt::format("Nobody has certified a token of {} for this role. Nothing was done. Two key managers certify it: Key people, New token.", person), {{"person", person}});
  if (newest->state == books::KeyPersonStatus::voided)
    return error(Fault::refused, "person_void",
                 fmt::format("The token of {} is void. Nothing was done. Two key managers certify a new one: Key people, New token.", person), {{"person", person}});
  return *newest;
}

}  // namespace kwota::keys
