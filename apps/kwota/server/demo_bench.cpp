// The bench of a sample utility that has a history: one device of each model, behind accounts of the books, and the pump of a well. What is sold by card
// is opened here as at the counter: booked, written onto a real sample card, taken by the meter, brought back. A farmer's card is loaded.
#include <fmt/format.h>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "carry/cards/all.h"
#include "carry/lines/all.h"
#include "kwota/server/demo.h"
#include "models/all.h"
#include "schemes/all.h"
#include "sell/counter/account/account_life.h"
#include "sell/customer/wells.h"
#include "sell/ledger/chart.h"
#include "sell/purse/load.h"
#include "sell/remote/link.h"
#include "sell/remote_account/keep.h"
#include "sell/remote_account/payment.h"
#include "sell/till/till.h"
#include "sim/bench/bench_pump.h"
#include "sim/demo/demo.h"
#include "work/teller/purse_teller.h"
#include "work/teller/teller.h"

namespace kwota::app {
namespace {

/// Behind whose first account of this kind a bench device hangs.
constexpr auto street_of_bench = "B";
constexpr auto first_pay = "120.00";
constexpr auto burning = 260;  // watts
constexpr auto drawing = Power::watts(7'500);
constexpr auto a_second = Volume::litres(12);
constexpr auto of_a_kwh = MeterPrice::e4(5'400);

class Benches {
  template <class UseCase>
  auto run(const std::string& who, const std::string& action, UseCase use_case) {
    return on_.books.run({who, action, "E01"}, [&](const books::Reader& reader) -> std::invoke_result_t<UseCase, const books::Reader&, const people::Context&> {
      TRY(context, this->context(who));
      return use_case(reader, context);
    });
  }

 public:
  explicit Benches(const DemoBench& on) : on_(on), teller_(on.books, on.vault, on.random, cards::all()) {}

  Result<void> hang() {
    TRY(drafts, on_.books.read([](const books::Reader& reader) -> Result<std::vector<books::Account>> {
      auto rows = reader.all<books::Account>();
      std::erase_if(rows, [](const books::Account& row) { return row.state != books::AccountStatus::draft || !row.service_point.starts_with(street_of_bench); });
      return rows;
    }));
    if (drafts.empty()) return {};
    MUST(run("wang", "shift_own", [](const books::Reader& reader, const people::Context& context) { return till::open_shift(reader, Money::minor(20'000), context); }));
    for (const auto& draft : drafts) MUST(hang(draft));
    for (int i = 0; const auto* model : models::all()) {
      const auto number = demo::bench_meter(i++);
      if (model->account == models::AccountAt::nowhere) MUST(on_.bench.add_meter(number, model->name, true));
    }
    MUST(hang_pump());
    return close_shift();
  }

 private:
  /// As its crew would: put up, its module's number entered at its well.
  Result<void> hang_pump() {
    const auto number = demo::bench_well_meter();
    TRY(site, on_.books.read([&](const books::Reader& reader) { return sim::site_at_well(reader, number); }));
    meter::PriceTable prices;
    prices.set = 1;
    prices.energy.fill(of_a_kwh);
    MUST(on_.bench.add_pump(site, prices));
    MUST(on_.bench.with_pump(number, [](sim::WellPump& one) -> Result<void> {
      one.set_flow({drawing, a_second});
      return {};
    }));
    MUST(run("tech", "meters_write", [&](const books::Reader& reader, const people::Context&) -> Result<books::Decision<books::WellMeter>> {
      auto hung = reader.select(books::WellMeter::of_meter, number).back();
      hung.terminal = to_hex(sim::terminal_of(site));
      return customer::put_well_meter(reader, hung);
    }));
    TRY(purses, on_.books.read([](const books::Reader& reader) -> Result<std::vector<books::Purse>> {
      auto rows = reader.all<books::Purse>();
      std::erase_if(rows, [](const books::Purse& row) { return row.state != books::PurseStatus::granted; });
      return rows;
    }));
    for (const auto& purse : purses) {
      TRY(card, on_.bench.add_card());
      MUST(on_.bench.with_card(card.id, [&](sim::CardOs& os) { return load_first(purse.account, os); }));
    }
    return {};
  }

  Result<void> load_first(std::int64_t account, sim::CardOs& os) {
    auto on_reader = this->on_reader(os);
    teller::PurseTeller purses(on_.books, on_.vault, on_.random, cards::all());
    TRY(context, this->context("wang"));
    TRY(look, purses.look(on_reader, context));
    TRY(seen, look.for_shop());
    const auto claim = fmt::format("bench-purse-{}", account);
    TRY(booked, run("wang", "sell", [&](const books::Reader& reader, const people::Context& now) -> purse::Booked {
      TRY(quote, purse::quote_load(reader, {account, first_pay, seen}, now));
      return purse::load(reader, {.claim = {claim, claim}, .quote = quote.id, .seen = seen, .paying = {}, .confirmed = counter::codes_of(quote.confirm)}, now);
    }));
    TRY(later, this->context("wang"));
    if (booked.order) MUST(purses.carry(on_reader, *booked.order, later));
    return {};
  }

  Result<void> hang(const books::Account& draft) {
    TRY(meter, on_.books.read([&](const books::Reader& reader) -> Result<std::optional<books::Meter>> { return reader.find<books::Meter>(draft.meter); }));
    if (!meter) return {};
    const auto& model = models::model_of(meter->model);
    if (!on_.bench.has_meter(meter->number)) MUST(on_.bench.add_meter(meter->number, meter->model, true));
    MUST(on_.bench.with_meter(meter->number, [](sim::SimulatedMeter& one) { one.set_load(Power::watts(burning)); }));
    if (model.account == models::AccountAt::meter && model.facts.takes_cards) return open_by_card(draft);
    MUST(put_on_line(meter->number));
    return model.account == models::AccountAt::office ? open_at_server(draft) : Result<void>{};
  }

  Result<void> open_by_card(const books::Account& draft) {
    TRY(card, on_.bench.add_card());
    MUST(on_.bench.with_card(card.id, [&](sim::CardOs& os) { return sell_first(draft, os); }));
    MUST(on_.bench.visit(draft.meter, card.id));
    return on_.bench.with_card(card.id, [&](sim::CardOs& os) -> Result<void> {
      auto on_reader = this->on_reader(os);
      TRY(context, this->context("wang"));
      MUST(teller_.look(on_reader, context));
      return {};
    });
  }

  Result<void> sell_first(const books::Account& draft, sim::CardOs& os) {
    auto on_reader = this->on_reader(os);
    TRY(context, this->context("wang"));
    MUST(teller_.look(on_reader, context));
    counter::OpenRequest request{.claim = {fmt::format("bench-{}", draft.number), fmt::format("bench-{}", draft.number)}, .draft = draft.number};
    request.pay = first_pay;
    request.card = os.serial();
    TRY(opened, run("wang", "open_account", [&](const books::Reader& reader, const people::Context& now) { return counter::open_account(reader, request, now); }));
    TRY(later, this->context("wang"));
    MUST(teller_.carry(on_reader, *opened.order, later));
    return {};
  }

  Result<void> put_on_line(MeterNumber number) {
    MUST(on_.bench.put_on_line(number, ""));
    for (const auto& one : on_.bench.meters())
      if (one.view.number == number)
        MUST(run("tech", "links_write", [&](const books::Reader& reader, const people::Context& context) {
          return remote::connect(reader, {.meter = number, .address = one.line, .line = {}, .protocol = {}, .stopped = false}, context);
        }));
    return {};
  }

  Result<void> open_at_server(const books::Account& draft) {
    remote_account::BeginRequest request{.account = draft.number};
    request.terms.alarm = Money::minor(20'00);
    request.opening = {.total = "0", .rates = {"0", "0", "0", "0"}};
    MUST(run("zhao", "balances_write", [&](const books::Reader& reader, const people::Context& context) { return remote_account::begin(reader, request, context); }));
    const remote_account::PayRequest pay{.claim = {fmt::format("bench-pay-{}", draft.number), "bench"}, .account = draft.number, .amount = first_pay, .paying = {}, .confirmed = {"large_sale", "median", "second_sale"}};
    MUST(run("wang", "sell", [&](const books::Reader& reader, const people::Context& context) { return remote_account::pay(reader, pay, context); }));
    return {};
  }

  Result<void> close_shift() {
    MUST(run("wang", "shift_own", [](const books::Reader& reader, const people::Context& context) {
      till::CloseRequest request;
      request.counted = reader.balance(ledger::till_cash(context.station, context.till));
      return till::close_shift(reader, request, context);
    }));
    return {};
  }

  teller::CardOnReader on_reader(sim::CardOs& os) {
    return {.atr = os.atr(), .exchange = [&os](const iso7816::Command& command) { return os.exchange(command); }};
  }

  Result<people::Context> context(const std::string& who) {
    return on_.books.read([&](const books::Reader& reader) -> Result<people::Context> {
      const auto person = reader.find<books::Operator>(who);
      const auto utility = reader.only<books::Utility>();
      if (!person || !utility) return error(Fault::ours, "demo_damaged", "Nobody called " + who + " works at the sample utility.");
      TRY(zone, Zone::find(utility->zone));
      people::Context context{*person, "E01", "T1", on_.clock.now(), zone, nullptr, &schemes::table()};
      context.devices = lines::known_devices();
      return context;
    });
  }

  const DemoBench& on_;
  teller::Teller teller_;
};

}  // namespace

Result<void> hang_one_of_each(const DemoBench& on) { return Benches(on).hang(); }

}  // namespace kwota::app
