#include "work/key_card_desk/key_card_desk.h"

#include "carry/cards/common/exchange.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/key_cards/control_card.h"
#include "carry/cards/key_cards/load_sam.h"
#include "keys/journal/note.h"
#include "keys/office/renewal.h"
#include "work/key_office/card_care.h"

namespace kwota::key_card_desk {
namespace {

books::Actor actor_of(const people::Context& context) { return {context.who.name, "key_cards", context.station}; }

/// What a blank card has, and what it gets.
Result<cards::CardKeys> keys_of_blank(const books::Reader& books, const CardSerial& serial) {
  cards::CardKeys keys;
  keys.serial = serial;
  keys.version = static_cast<std::uint8_t>(key_office::issuing_version(books, 0));
  keys.transport_version = static_cast<std::uint8_t>(keys::newest_version(books, keys::office_vault, seal::Purpose::card_transport));
  return keys;
}

/// How much a control card gets at a time hangs on the mother that it opens.
Result<std::int64_t> most_issues(const books::Reader& books, const std::string& serial) {
  TRY(device, keys::known_device(books, serial));
  const auto mother = books.find<books::KeyDevice>(device.pair);
  const auto kind = key_cards::parse_kind(mother ? word_of(mother->kind) : "");
  return key_cards::issues_at_once_of(kind.value_or(key_cards::KeyCardKind::county));
}

SeenCard::State state_of(key_cards::KeyCardState condition) {
  switch (condition) {
    case key_cards::KeyCardState::whole: return SeenCard::State::whole;
    case key_cards::KeyCardState::half_written: return SeenCard::State::half_written;
    default: return SeenCard::State::none;
  }
}

}  // namespace

SeenCard KeyCardDesk::look(const CardSerial& serial) {
  SeenCard out;
  const auto seen = with_lying(serial, [&](key_office::KeyOffice&, const dialogue::Parties& parties) { return dialogue::run(key_cards::look_at(0, serial), parties); });
  if (seen) {
    out.state = state_of(seen->condition);
    out.next = key_cards::next_step(*seen);
    out.parameters = seen->parameters;
  } else {
    out.trouble = seen.error();
  }
  const auto device = parts_.books.read([&](const books::Reader& books) -> Result<std::optional<books::KeyDevice>> {
    return books.find<books::KeyDevice>(to_text(serial));
  });
  if (device) out.device = *device;
  return out;
}

struct KeyCardDesk::Way {
  Result<Writing> (*make)(const books::Reader&, IssueOrder, const people::Context&);
  Result<books::Decision<books::KeyDevice>> (*permit)(const books::Reader&, const books::KeyDevice&, const std::string& reason, std::int64_t approval, const people::Context&);
  dialogue::Dialogue<key_cards::Parameters> (*write)(key_cards::KeyCardOrder);
  Result<books::Decision<books::KeyDevice>> (*note)(const books::Reader&, const books::KeyDevice&, bool complete, const people::Context&);
};

Result<books::KeyDevice> KeyCardDesk::write(const Way& way, const IssueOrder& order, const people::Context& context) {
  const auto permit = [&](const books::Reader& books, const Writing& writing) { return way.permit(books, writing.device, order.reason, order.approval, context); };
  TRY(writing, parts_.books.read([&](const books::Reader& books) -> Result<Writing> {
    TRY(made, way.make(books, order, context));
    MUST(permit(books, made));  // asked before a PIN is tried; used up when the first key is about to be written
    return made;
  }));
  bool begun = false;
  SeveralCards cards(parts_.readers, writing.cards);
  const auto journal = [&, &writing = writing](const dialogue::JournalNote&) -> Result<void> {
    MUST(parts_.books.run(actor_of(context), [&](const books::Reader& books) { return permit(books, writing); }));
    begun = true;
    return {};
  };
  const auto done = parts_.office.with_office(
      [&, &writing = writing](seal::KeyStore& office) { return dialogue::run(way.write(writing.order), cards.parties(office.vault(), journal)); });
  if (begun)
    MUST(parts_.books.run(actor_of(context), [&, &writing = writing](const books::Reader& books) { return way.note(books, writing.device, done.ok(), context); }));
  if (!done) return done.error();
  return parts_.books.read([&, &writing = writing](const books::Reader& books) -> Result<books::KeyDevice> {
    return *books.find<books::KeyDevice>(writing.device.serial);
  });
}

Result<books::KeyDevice> KeyCardDesk::issue(const IssueOrder& order, const people::Context& context) {
  constexpr auto note = [](const books::Reader& books, const books::KeyDevice& device, bool complete, const people::Context& who) {
    return keys::note_issued(books, device.serial, complete, who);
  };
  return write({issue_of, keys::permit_issue, key_cards::issue_key_card, note}, order, context);
}

Result<books::KeyDevice> KeyCardDesk::renew(const IssueOrder& order, const people::Context& context) {
  return write({renewal_of, keys::permit_renewal, key_cards::renew_key_card, keys::note_renewed}, order, context);
}

/// What the county's vault would answer: the office has the supplier's key and writes the county's master from the roots down; that it
/// has arrived, the counters prove, whose vault has it.
Result<Bytes> KeyCardDesk::as_the_county(seal::Vault& office, const std::vector<seal::Factor>& to_county, const seal::Request& asked) {
  const auto* proof = std::get_if<seal::Authenticate>(&asked);
  if (proof != nullptr && proof->key.purpose == seal::Purpose::card_master) return parts_.office.counters().prove(*proof);
  auto own = asked;
  if (auto* write = std::get_if<seal::WriteCardKey>(&own)) write->path = to_county;
  return office.perform(own);
}

Result<CardSerial> KeyCardDesk::prepare_blank(const std::string& serial, const people::Context& context) {
  TRY(card, parse_card_serial(serial));
  TRY(card_keys, parts_.books.read([&, &card = card](const books::Reader& books) { return keys_of_blank(books, card); }));
  TRY(to_county, parts_.books.read([](const books::Reader& books) { return keys::county_factors(books.only<books::KeyFactors>()); }));
  SeveralCards blank(parts_.readers, {card});
  MUST(parts_.office.with_office([&, &to_county = to_county, &card_keys = card_keys](seal::KeyStore& office) {
    auto parties = blank.parties(office.vault(), not_noted);
    parties.vault = [&](const seal::Request& asked) { return as_the_county(office.vault(), to_county, asked); };
    return dialogue::run(cards::prepare_blank_card(card_keys), parties);
  }));
  MUST(parts_.books.run(actor_of(context), [&, &card = card](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{}, {keys::note(context, "blank_prepared", "card/" + to_text(card))}}, Done{}};
  }));
  return card;
}

Result<books::KeyDevice> KeyCardDesk::give_issues(const keys::IssuesOrder& order, const people::Context& context) {
  TRY(care, parts_.books.read([&](const books::Reader& books) { return key_office::care_of(books, order.serial); }));
  TRY(most, parts_.books.read([&](const books::Reader& books) { return most_issues(books, order.serial); }));
  TRY(permission, parts_.books.run(actor_of(context), [&, &most = most](const books::Reader& books) { return keys::permit_issues(books, order, most, context); }));
  SeveralCards card(parts_.readers, {care.serial});
  TRY(left, parts_.office.with_office([&, &care = care](seal::KeyStore& office) {
    return dialogue::run(key_cards::give_issues(care, static_cast<std::uint32_t>(order.issues), date_of(order.valid_to), date_of(context.today())),
                         card.parties(office.vault(), not_noted));
  }));
  return parts_.books.run(actor_of(context), [&, &permission = permission, &left = left](const books::Reader& books) {
    return keys::note_issues(books, order, permission, left.left, context);
  });
}

/// In the counter's own reader no other program sees it: the order goes there through the counters.
Result<key_cards::SamQuota> KeyCardDesk::bring_order(const key_cards::CardCare& care, const key_cards::SamQuota& more) {
  const auto in_counter = [&](const iso7816::Command& command) { return parts_.in_counter(care.serial, command); };
  const bool in_use = in_counter(cards::select(key_cards::application_id)).ok();
  SeveralCards card(parts_.readers, {care.serial});
  return parts_.office.with_office([&](seal::KeyStore& office) {
    auto parties = card.parties(office.vault(), not_noted);
    if (in_use) parties.device = in_counter;
    return dialogue::run(key_cards::give_sam_quota(care, more), parties);
  });
}

Result<books::KeyDevice> KeyCardDesk::give_quota(const keys::SamRefillOrder& order, const people::Context& context) {
  TRY(care, parts_.books.read([&](const books::Reader& books) { return key_office::care_of(books, order.serial); }));
  TRY(permission, parts_.books.run(actor_of(context), [&](const books::Reader& books) { return keys::permit_sam_refill(books, order, context); }));
  const auto sales = static_cast<std::uint32_t>(order.count);
  TRY(left, bring_order(care, {.amount = static_cast<std::uint64_t>(order.amount.minor()), .sales = sales, .orders = sales * key_cards::orders_a_sale,
                               .newest_day = date_of(context.today()), .last_day = date_of(order.valid_to)}));
  return parts_.books.run(actor_of(context), [&, &permission = permission, &left = left](const books::Reader& books) {
    return keys::note_sam_refilled(books, order, permission, {Money::minor(static_cast<std::int64_t>(left.amount)), left.sales}, context);
  });
}

template <class T>
Result<T> KeyCardDesk::care_for(const std::string& serial, const char* what, const std::function<dialogue::Dialogue<T>(const key_cards::CardCare&)>& make,
                                const people::Context& context) {
  TRY(care, parts_.books.read([&](const books::Reader& books) { return key_office::care_of(books, serial); }));
  SeveralCards card(parts_.readers, {care.serial});
  TRY(answer, dialogue::run(make(care), card.parties(parts_.office.office().vault(), not_noted)));
  MUST(parts_.books.run({context.who.name, "key_devices", context.station}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{}, {keys::note(context, what, "device/" + serial)}}, Done{}};
  }));
  return answer;
}

Result<void> KeyCardDesk::unblock(const std::string& serial, const Bytes& pin, const people::Context& context) {
  MUST(care_for<Done>(serial, "pin_unblocked", [&](const key_cards::CardCare& care) { return key_cards::unblock_key_card(care, pin); }, context));
  return {};
}

Result<std::size_t> KeyCardDesk::bring_void_list(const std::string& serial, const people::Context& context) {
  TRY(voided, parts_.books.read([](const books::Reader& books) { return key_office::voided_serials(books); }));
  return care_for<std::size_t>(serial, "void_list_brought", [&, &voided = voided](const key_cards::CardCare& care) { return key_cards::write_void_list(care, voided); }, context);
}

}  // namespace kwota::key_card_desk
