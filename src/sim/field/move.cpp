// An account goes on by another scheme: from card to line, from the meter to the server, and back.
#include "sell/life/change_scheme.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

std::string scheme_named(const std::string& word) {
  if (word == "card") return "fee_control_card";
  return word == "line" ? "fee_control_line" : "server_account";
}

Result<Facts> newest_change(World& world, std::int64_t account) {
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.last<books::SchemeChange>(account);
    if (!row) return mistake("this account has never gone on by another scheme");
    Facts facts;
    facts.say("from", row->from_scheme).say("to", row->to_scheme).say("moved", world.money(row->moved)).say("cards_void", std::to_string(row->cards_void));
    facts.say("approved_by", row->approved_by);
    if (const auto swap = reader.last<books::MeterSwap>(account); swap && swap->document == row->document) facts.say("balance_source", swap->balance_source).say("held", world.credit(swap->last_credit));
    return facts;
  });
}

Result<Facts> change_scheme(World& world, const Sentence& sentence) {
  life::SchemeRequest request;
  TRY(account, world.account(sentence["account"]));
  request.account = account;
  request.scheme = scheme_named(sentence["to"]);
  request.reason = sentence["reason"];
  request.remaining = sentence["money"];
  request.last_register = sentence["energy"];
  request.keep_cards = sentence.has("cards");
  if (sentence.has("new")) {
    TRY(fresh, world.meter(sentence["new"]));
    request.meter = books::Meter{.number = fresh->number, .model = std::string{fresh->model}};
  }
  if (sentence.has("alarm")) {
    TRY(alarm, parse_money(sentence["alarm"], 2));
    request.terms.alarm = alarm;
  }
  const bool onto_card = sentence["to"] == "card" && !sentence.has("later");
  TRY(booked, world.book_and_carry(
                  sentence["who"], "change_scheme", sentence["label"],
                  [request](const books::Reader& reader, const World::Ask& ask) {
                    auto whole = request;
                    whole.claim = ask.claim;
                    whole.card = ask.card;
                    whole.approval = ask.approval;
                    return without_command(life::change_scheme(reader, whole, ask.context));
                  },
                  onto_card));
  TRY(row, newest_change(world, account));
  return row.add(booked);
}

Result<Facts> ways_on(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(context, world.context(sentence["who"], nullptr));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    TRY(supply, counter::supply_of(reader, account, context.now));
    TRY(rows, life::scheme_reach(reader, supply, context));
    Facts facts;
    for (const auto* word : {"card", "line", "server"})
      for (const auto& row : rows)
        if (row.to->name == scheme_named(word)) facts.say(word, row.refused ? row.refused->code : row.other_meter ? "at another meter" : "within reach");
    return facts;
  });
}

Result<Facts> scheme_row(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return newest_change(world, account);
}

}  // namespace

std::span<const Phrase> move_phrases() {
  static constexpr Phrase phrases[] = {
      {"<who> has account <account> go on by the <to:card|line|server> [ at meter <new> ] because <reason> [ that held <money> ] [ at <energy> kWh ] [ warned at <alarm> ] "
       "[ keeping its <cards:cards> ] [ to be written <later:later> ] [ as <label> ]",
       change_scheme},
      {"<who> asks how account <account> can go on", ways_on},
      {"scheme of <account>", scheme_row},
  };
  return phrases;
}

}  // namespace kwota::field
