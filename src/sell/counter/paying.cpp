#include "sell/counter/paying.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/decimal.h"
#include "sell/counter/price.h"

namespace kwota::counter {
namespace {

using books::Tender;

constexpr std::size_t tenders_most = 5;

/// One part of what is handed over, its words understood.
struct Part {
  Tender tender = Tender::cash;
  std::optional<Money> amount;  ///< nothing: what the others leave
  std::string reference;
};

bool fits(char letter, ledger::Letters letters) {
  return is_digit(letter) || (letters == ledger::Letters::mixed && (is_letter(letter) || letter == '-'));
}

Result<void> check_reference(const ledger::TenderRow& row, const HandedOver& one) {
  if (one.reference.empty() && row.reference_min > 0)
    return error(Fault::request, "reference_missing", "This tender needs its number – the approval of the terminal, the number of the cheque; nothing was booked.",
                 {{"tender", one.tender}});
  const bool good = one.reference.empty() || (one.reference.size() >= row.reference_min && one.reference.size() <= row.reference_max &&
                                              std::ranges::all_of(one.reference, [&](char letter) { return fits(letter, row.letters); }));
  if (good) return Done{};
  return error(Fault::request, "reference_bad", "This is no number of that tender: type it as its slip shows it, letters and digits alone. Nothing was booked.",
               {{"tender", one.tender}, {"least", fmt::format("{}", row.reference_min)}, {"most", fmt::format("{}", row.reference_max)}});
}

Result<Part> part_of(const HandedOver& one, const books::Utility& utility) {
  const auto tender = parse_word<Tender>(one.tender);
  if (!tender || ledger::row_of(*tender) == nullptr)
    return error(Fault::request, "tender_unknown", "Nobody pays by that here: choose a tender from the list. Nothing was booked.", {{"tender", one.tender}});
  MUST(check_reference(*ledger::row_of(*tender), one));
  Part part{*tender, std::nullopt, one.reference};
  if (one.amount.empty()) return part;
  TRY(amount, parse_amount(one.amount, utility));
  part.amount = amount;
  return part;
}

Error tender_twice(const Part& part) {
  return error(Fault::request, "tender_twice", "The same tender stands there twice; put its amounts together. Nothing was booked.",
               {{"tender", std::string(word_of(part.tender))}});
}

/// No two that nobody could tell apart, and one amount at most left open.
Result<void> each_once(const std::vector<Part>& parts) {
  bool open = false;
  for (auto at = parts.begin(); at != parts.end(); ++at) {
    const bool again = std::any_of(parts.begin(), at, [&](const Part& one) { return one.tender == at->tender && one.reference == at->reference; });
    if (again || (!at->amount && open)) return tender_twice(*at);
    open = open || !at->amount;
  }
  return Done{};
}

Result<std::vector<Part>> parts_of(const Paying& paying, const books::Utility& utility) {
  std::vector<Part> parts;
  if (!paying.tenders.empty() && (paying.tender != word_of(books::Tender::cash) || !paying.received.empty()))
    return error(Fault::request, "tenders_and_tender", "Say either \"tenders\", or \"tender\" and \"received\"; nothing was booked.");
  const std::vector<HandedOver> alone{{paying.tender, paying.received, {}}};
  const auto& handed = paying.tenders.empty() ? alone : paying.tenders;
  if (handed.size() > tenders_most)
    return error(Fault::request, "too_many_tenders", "So many tenders do not go onto one receipt; nothing was booked.", {{"most", fmt::format("{}", tenders_most)}});
  for (const auto& one : handed) {
    TRY(part, part_of(one, utility));
    parts.push_back(std::move(part));
  }
  MUST(each_once(parts));
  return parts;
}

bool gives_change(const Part& part) { return ledger::row_of(part.tender)->change; }

}  // namespace

Result<Taken> taken(const Paying& paying, Money due, const books::Utility& utility) {
  if (!paying.outlet.empty()) return Taken{{{Tender::outlet, due, paying.outlet}}, due, {}};
  TRY(parts, parts_of(paying, utility));
  Taken out;
  for (const auto& part : parts) out.received += part.amount.value_or(Money{});
  for (auto& part : parts)
    if (!part.amount) part.amount = std::max(Money{}, due - out.received), out.received += *part.amount;
  const auto say = [&](Money amount) { return format_money(amount, utility.minor_digits); };
  if (out.received < due)
    return error(Fault::request, "received_too_little", "The customer gave less than there is to pay; nothing was booked.",
                 {{"received", say(out.received)}, {"pay", say(due)}});
  out.change = out.received - due;
  Money left = out.change;
  for (const auto& part : parts) {
    const Money back = gives_change(part) ? std::min(left, *part.amount) : Money{};
    left -= back;
    if (*part.amount > back) out.tenders.push_back({part.tender, *part.amount - back, part.reference});
  }
  if (left.is_zero()) return out;
  return error(Fault::request, "no_change", "Change is given of cash alone: of the other tenders take exactly what there is to pay. Nothing was booked.",
               {{"tender", std::string(word_of(std::ranges::find_if_not(parts, gives_change)->tender))}, {"pay", say(due)}});
}

namespace {

bool happened(const books::Reader& books, const std::string& sale) {
  const auto state = books.find<books::SaleState>(sale);
  return !state || books::happened(state->state);
}

/// What this number has paid already.
std::optional<std::string> paid_in_shift(const books::Reader& books, const books::Tendered& part, const books::Sale& booked) {
  for (const auto& sale : books.select(books::Sale::of_shift, booked.station, booked.till, booked.shift)) {
    const bool has_it = std::ranges::any_of(sale.tenders, [&](const auto& one) { return one.tender == part.tender && one.reference == part.reference; });
    if (has_it && !sale.tendered.is_negative() && happened(books, sale.number)) return sale.number;
  }
  return std::nullopt;
}
std::optional<std::string> paid_ever(const books::Reader& books, const books::Tendered& part) {
  const auto paid = books.find<books::PaidReference>(part.tender, part.reference);
  return paid && happened(books, paid->sale) ? std::optional(paid->sale) : std::nullopt;
}

void write_down(books::Sale& sale, books::Tenders tenders) {
  sale.tendered = tenders.sum();
  const bool cash_alone = std::ranges::all_of(tenders, [](const auto& part) { return part.tender == Tender::cash; });
  sale.tenders = cash_alone ? books::Tenders{} : std::move(tenders);
}

}  // namespace

Result<void> receive(const books::Reader& books, const Taken& taken, books::Sale& sale, books::Changes& changes) {
  for (const auto& part : taken.tenders) {
    const auto* row = ledger::row_of(part.tender);
    if (part.reference.empty() || row == nullptr) continue;  // an outlet's code is no number of a slip
    const auto paid = row->once ? paid_ever(books, part) : paid_in_shift(books, part, sale);
    if (paid)
      return error(Fault::refused, "reference_used", "This number has paid something else. Nothing was booked: look at the slip, and type the number that it shows.",
                   {{"tender", std::string(word_of(part.tender))}, {"reference", part.reference}, {"sale", *paid}});
    if (row->once) changes.put.emplace_back(books::PaidReference{part.tender, part.reference, sale.number});
  }
  write_down(sale, taken.tenders);
  return Done{};
}

void hand_back(books::Sale& sale, books::Tenders back) { write_down(sale, std::move(back)); }

books::Tenders handed_back(const books::Sale& paid, Money amount) {
  auto parts = ledger::parts_of(paid);
  std::stable_partition(parts.begin(), parts.end(), [](const auto& part) { return part.tender != Tender::cash; });
  books::Tenders out;
  for (const auto& part : parts) {
    const Money back = std::min(part.amount, amount);
    amount -= back;
    if (!back.is_zero()) out.push_back({part.tender, -back, part.reference});
  }
  return out;
}

}  // namespace kwota::counter
