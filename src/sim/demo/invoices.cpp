// Who keeps books of his own asks for an invoice: the station has a series of numbers, a farm gets one every other week, and one sheet is spoiled.
#include <fmt/format.h>


#include "sell/invoices/issue.h"
#include "sell/invoices/receipts.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr auto invoice_station = "E01", invoice_series = "E01";
constexpr int invoices_since = 70, invoiced_every = 14;

Result<void> begins_invoice_series(History& now) {
  MUST(now.decide(at_desk("miller"), "invoice_series_write", [](const books::Reader& reader, const people::Context&) {
    return invoices::put_series(reader, {.code = invoice_series, .prefix = "E01-", .station = invoice_station, .digits = 6, .form = "plain-a5"});
  }));
  return {};
}

/// What the newest customer of the station in this turn paid, and no invoice has.
Result<std::vector<std::string>> receipts_to_invoice(History& now, const Village& village) {
  return now.ask([&](const books::Reader& reader) -> Result<std::vector<std::string>> {
    const auto houses = village.houses.size();
    for (std::size_t tried = 0; tried < houses; ++tried) {
      const auto& house = village.houses[(static_cast<std::size_t>(now.day()) + tried) % houses];
      const auto account = house.account == 0 ? std::nullopt : reader.find<books::Account>(house.account);
      if (!account || account->station != invoice_station) continue;
      std::vector<std::string> out;
      for (const auto& one : invoices::open_receipts(reader, account->customer, 3))
        if (one.sale.station == invoice_station) out.push_back(one.sale.number);
      if (!out.empty()) return out;
    }
    return std::vector<std::string>{};
  });
}

Result<void> issues_an_invoice(History& now, const Village& village) {
  MUST(now.settle());
  TRY(receipts, receipts_to_invoice(now, village));
  if (receipts.empty()) return {};
  MUST(now.decide(supervisor(invoice_station), "invoices_write", [&](const books::Reader& reader, const people::Context& context) {
    return invoices::issue(reader, {.series = invoice_series, .receipts = receipts, .buyer_name = {}, .buyer_address = {}, .buyer_tax_number = fmt::format("9213010000{:05}", now.day())}, context);
  }));
  return {};
}

/// The last sheet was spoiled by the printer: its number is void, and the receipts get the next one.
Result<void> spoils_an_invoice(History& now) {
  MUST(now.settle());
  TRY(last, now.ask([](const books::Reader& reader) -> Result<std::optional<books::Invoice>> { return reader.last<books::Invoice>(std::string(invoice_series)); }));
  if (!last) return {};
  MUST(now.decide_by_two(supervisor(invoice_station), "invoices_void", "打印卡纸", "miller", [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    return invoices::make_void(reader, {.invoice = last->name, .reason = "打印卡纸", .approval = approval}, context);
  }));
  return {};
}

}  // namespace

Result<void> write_invoices(History& history, Village& village) {
  const int first = history.last() - invoices_since;
  if (first < 0) return {};  // a short history has none
  // The series begins when windows are open, and a day may be a Sunday; so may the first of a fortnight, which has its invoice on the next day then.
  const auto due = std::make_shared<int>(history.last() + 1);
  history.on(first, [due](History& now) -> Result<void> {
    MUST(begins_invoice_series(now));
    *due = now.day() + 1;
    return {};
  });
  history.daily([&village, due](History& now) -> Result<void> {
    if (now.day() < *due) return {};
    while (*due <= now.day()) *due += invoiced_every;
    return issues_an_invoice(now, village);
  });
  history.on(history.last() - 5, spoils_an_invoice);
  return {};
}

}  // namespace kwota::demo
