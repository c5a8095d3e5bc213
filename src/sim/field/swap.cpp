// What an account goes through beside sales: another meter in the place of its own, another customer, its end.
#include "base/ids_text.h"
#include "sell/life/end_of_supply.h"
#include "sell/life/meter_swap.h"
#include "sell/life/transfer.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

std::string name_of(const World& world, MeterNumber number) {
  for (const auto& [name, meter] : world.meters)
    if (meter.number == number) return name;
  return to_text(number);
}

Result<Facts> newest_swap(World& world, std::int64_t account) {
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.last<books::MeterSwap>(account);
    if (!row) return mistake("no meter of this account was ever swapped");
    Facts facts;
    facts.say("old", name_of(world, row->old_meter)).say("new", name_of(world, row->new_meter)).say("balance_source", row->balance_source);
    facts.say("held", world.credit(row->last_credit)).say("carried_over", world.credit(row->carried_over)).say("compensation", world.money(row->compensation));
    facts.say("correction", world.money(row->difference)).say("approved_by", row->approved_by);
    std::string doubt = row->in_doubt.empty() ? "none" : row->in_doubt;
    for (const auto& [label, number] : world.sales)
      if (number == row->in_doubt && label != "last") doubt = label;
    return facts.say("in_doubt", doubt);
  });
}

Result<Facts> swap(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(old, world.meter(sentence["old"]));
  TRY(fresh, world.meter(sentence["new"]));
  const bool by_link = sentence.has("link");
  life::SwapRequest request;
  request.account = account;
  request.old_meter = old->number;
  request.reason = sentence["reason"];
  request.meter.number = fresh->number;
  request.meter.model = fresh->model;
  request.last_register = sentence["energy"];
  request.remaining = sentence["money"];
  request.leave_in_doubt = sentence.has("doubt");
  request.carrier = by_link ? counter::Carrier::link : counter::Carrier::card;
  TRY(booked, world.book_and_carry(
                  sentence["who"], "swap_meter", sentence["label"],
                  [request](const books::Reader& reader, const World::Ask& ask) {
                    auto whole = request;
                    whole.claim = ask.claim;
                    whole.card = ask.card;
                    whole.approval = ask.approval;
                    return without_command(life::swap_meter(reader, whole, ask.context));
                  },
                  !by_link && !sentence.has("later")));
  TRY(row, newest_swap(world, account));
  return row.add(booked);
}

Result<Facts> transfer(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(customer, world.customer(sentence["customer"]));
  const bool by_link = sentence.has("link");
  life::TransferRequest request;
  request.account = account;
  request.hand_over = sentence.has("credit");
  request.reason = sentence["reason"];
  request.customer.number = customer;
  request.carrier = by_link ? counter::Carrier::link : counter::Carrier::card;
  TRY(booked, world.book_and_carry(
                  sentence["who"], "transfer_account", sentence["label"],
                  [request](const books::Reader& reader, const World::Ask& ask) {
                    auto whole = request;
                    whole.claim = ask.claim;
                    whole.card = ask.card;
                    whole.approval = ask.approval;
                    return without_command(life::transfer(reader, whole, ask.context));
                  },
                  !by_link));
  MUST(world.books->read([&](const books::Reader& reader) -> Result<Done> {
    const auto former = reader.find<books::Account>(account);
    if (former) world.note_account(sentence["next"], former->meter);
    return Done{};
  }));
  return booked;
}

Result<Facts> close_account(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  life::EndRequest request;
  request.account = account;
  request.reason = sentence["reason"].empty() ? "moves away" : sentence["reason"];
  request.word = {.remaining = sentence["money"], .last_register = sentence["energy"], .leave_in_doubt = sentence.has("doubt"), .card = {}};
  request.claim_debt = sentence.has("debt");
  if (sentence.has("owed")) request.leftover = life::Leftover::stays_owed;
  if (sentence.has("next")) {
    TRY(other, world.account(sentence["next"]));
    request.leftover = life::Leftover::to_account;
    request.to_account = other;
  }
  TRY(closed, world.book_and_carry(
                  sentence["who"], "close_account", sentence["label"],
                  [request](const books::Reader& reader, const World::Ask& ask) {
                    auto whole = request;
                    whole.claim = ask.claim;
                    whole.word.card = ask.card;
                    whole.approval = ask.approval;
                    return life::end_supply(reader, whole, ask.context);
                  },
                  false));
  const auto paid = closed.find("tendered");
  return closed.say("refund", paid && paid->starts_with('-') ? paid->substr(1) : "0.00");
}

Result<Facts> swap_row(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return newest_swap(world, account);
}

}  // namespace

std::span<const Phrase> swap_phrases() {
  static constexpr Phrase phrases[] = {
      {"<who> swaps meter <old> of <account> for <new> because <reason> [ that held <money> ] [ at <energy> kWh ] [ leaving its sale in <doubt:doubt> ] "
       "[ to be written <later:later> ] [ over the <link:link> ] [ as <label> ]",
       swap},
      {"<who> transfers account <account> to <customer> as account <next> because <reason> [ with its <credit:credit> ] [ over the <link:link> ] [ as <label> ]", transfer},
      {"<who> closes account <account> [ because <reason> ] [ whose meter held <money> ] [ at <energy> kWh ] [ leaving its sale in <doubt:doubt> ] "
       "[ claiming its <debt:debt> ] [ what is left goes to <next> ] [ what is left stays <owed:owed> ] [ as <label> ]",
       close_account},
      {"swap of <account>", swap_row},
  };
  return phrases;
}

}  // namespace kwota::field
