#include "carry/cards/key_cards/load_sam.h"


#include <algorithm>

#include "carry/cards/common/structure.h"
#include "seal/recipes/all.h"
#include "seal/vault/vault_rules.h"

namespace kwota::key_cards {

namespace {

constexpr std::uint8_t seal_ins = 0x30, refill_sam_ins = 0x34, secured = 0x04, update = 0xD6, read = 0xB0, whole_file = 0x80;
constexpr std::size_t sam_head_bytes = 30, header_bytes = 5;

/// Kinds of seal, as the card numbers them.
namespace kind {
constexpr std::uint8_t seller = 0x01, card = 0x02, credit = 0x03, file = 0x04, reported = 0x05, empty = 0x06;
constexpr std::uint8_t meter = 0x11, line_credit = 0x12, line_customer = 0x13, line_parameter = 0x14, line_relay = 0x15, line_reported = 0x16;
constexpr std::uint8_t line_parameter_enciphered = 0x17, line_relay_enciphered = 0x18;
constexpr std::uint8_t load = 0x21, unload = 0x22, release = 0x23, load_reported = 0x24, unload_reported = 0x25, release_reported = 0x26, purse_file = 0x27;
}  // namespace kind

SamQuota quota_in(const Bytes& head) {
  SamQuota quota{.amount = get_be64(head.data()), .sales = get_be32(head.data() + 8), .orders = get_be32(head.data() + 12),
                 .refills = get_be32(head.data() + 24)};
  std::copy_n(head.begin() + 16, 4, quota.newest_day.begin());
  std::copy_n(head.begin() + 20, 4, quota.last_day.begin());
  return quota;
}

class Asking {
 public:
  Asking(std::uint8_t asked_kind, const seal::KeyRef& key) : kind_(asked_kind), version_(key.version) {}
  Asking& with(ByteView bytes) {
    append(data_, bytes);
    return *this;
  }
  Asking& with(std::uint8_t byte) { return with(ByteView{&byte, 1}); }
  iso7816::Command seals(std::uint8_t bytes) const {
    return {.cla = 0x80, .ins = seal_ins, .p1 = kind_, .p2 = version_, .data = data_, .le = bytes};
  }
  iso7816::Command compares() const { return {.cla = 0x80, .ins = seal_ins, .p1 = kind_, .p2 = version_, .data = data_}; }

 private:
  std::uint8_t kind_, version_;
  Bytes data_;
};

Error no_word() { return seal::vault_refused("a load SAM has no kind of seal for this"); }

bool begins(ByteView message, std::initializer_list<std::uint8_t> header) {
  return message.size() > header_bytes && std::equal(header.begin(), header.end(), message.begin());
}

FieldTerms sealing(Asking asking, const seal::LineMac& request, const Date4& today, ByteView rest) {
  const auto given = seal::given_by(request);
  Asking whole = asking.with(today).with(request.serial.bytes).with(request.challenge).with(rest);
  return {.command = whole.seals(0x04), .is_sale = given && given->sales != 0};
}

Result<FieldTerms> of_card(const seal::LineMac& request, const Date4& today) {
  const ByteView message{request.message};
  if (!request.claimed.empty()) {
    Asking asking{kind::reported, request.key};
    return FieldTerms{.command = asking.with(request.serial.bytes).with(request.challenge).with(request.claimed).with(message).compares(),
                      .claimed = request.claimed};
  }
  if (!begins(message, {secured, update}) || (message[2] & whole_file) == 0 || message[3] != 0) return no_word();
  const auto file = static_cast<std::uint8_t>(message[2] & ~whole_file);
  const auto content = message.subspan(header_bytes);
  if (request.key.purpose == Purpose::credit && file == user_card::sfi::purse && content.size() == 8)
    return sealing({kind::credit, request.key}, request, today, content);
  Bytes rest{file};
  if (request.key.purpose == Purpose::return_data) {
    rest.push_back(static_cast<std::uint8_t>(content.size()));
    return sealing({kind::empty, request.key}, request, today, rest);
  }
  append(rest, content);
  return sealing({kind::file, request.key}, request, today, rest);
}

Result<FieldTerms> of_line(const seal::LineMac& request, const Date4& today) {
  const ByteView message{request.message};
  if (message.size() <= header_bytes) return no_word();
  const auto body = message.subspan(header_bytes);
  if (begins(message, {secured, read})) {
    if (request.claimed.empty()) return no_word();
    Asking asking{kind::line_reported, request.key};
    return FieldTerms{.command = asking.with(request.serial.bytes).with(request.challenge).with(request.claimed).with(message.subspan(2, 2)).with(body).compares(),
                      .claimed = request.claimed};
  }
  const bool control = request.key.purpose == Purpose::meter_control;
  if (control) return begins(message, {secured, update, 0x88, 0x00}) ? Result<FieldTerms>(sealing({kind::line_relay, request.key}, request, today, body)) : no_word();
  if (begins(message, {0x84, 0x32, 0x01, 0x0C})) return sealing({kind::line_credit, request.key}, request, today, body);
  if (begins(message, {secured, update, 0x82, 0x00})) return sealing({kind::line_customer, request.key}, request, today, body);
  if (begins(message, {secured, update, 0x83, 0x00})) return sealing({kind::line_parameter, request.key}, request, today, body);
  return no_word();
}

/// A write of a purse card's own files; `which` says how the SAM builds it: the file, or its first record, appended or written over.
Result<FieldTerms> of_purse_file(const seal::LineMac& request, const Date4& today) {
  struct Write {
    std::array<std::uint8_t, 4> header;
    std::uint8_t which;
  };
  constexpr std::array writes{Write{{secured, update, 0x95, 0x00}, 0x15}, Write{{secured, update, 0x96, 0x00}, 0x16}, Write{{secured, 0xE2, 0x00, 0xB8}, 0x17},
                              Write{{secured, 0xDC, 0x01, 0xBC}, 0x97}};
  const ByteView message{request.message};
  if (message.size() <= header_bytes || !request.claimed.empty()) return no_word();
  const auto found = std::ranges::find_if(writes, [&](const Write& write) { return std::ranges::equal(write.header, message.first(write.header.size())); });
  if (found == writes.end()) return no_word();
  Bytes rest{found->which};
  append(rest, message.subspan(header_bytes));
  return sealing({kind::purse_file, request.key}, request, today, rest);
}

struct PurseKinds {
  Purpose purpose;
  std::uint8_t order, report;
};
constexpr std::array purse_kinds{PurseKinds{Purpose::load, kind::load, kind::load_reported}, PurseKinds{Purpose::unload, kind::unload, kind::unload_reported},
                                 PurseKinds{Purpose::online_release, kind::release, kind::release_reported}};

}  // namespace

Result<FieldTerms> in_field_terms(const seal::SessionMac& request) {
  constexpr std::size_t session_bytes = 6;  // random and counter; the rest of a session's input is the SAM's own
  const auto found = std::ranges::find(purse_kinds, request.key.purpose, &PurseKinds::purpose);
  if (found == purse_kinds.end() || request.factors.size() != 1) return seal::key_missing(request.key);
  const auto session = ByteView{request.input}.first(session_bytes);
  if (!request.claimed.empty()) {
    Asking asking{found->report, request.key};
    return FieldTerms{.command = asking.with(request.factors[0]).with(session).with(request.claimed).with(request.message).compares(), .claimed = request.claimed};
  }
  if (request.announced.empty()) return no_word();
  const auto given = seal::given_by(request);
  Asking asking{found->order, request.key};
  return FieldTerms{.command = asking.with(request.factors[0]).with(session).with(request.announced).with(request.message).seals(0x04), .is_sale = given && given->amount != 0};
}

Dialogue<SamQuota> read_sam_quota(std::size_t card) {
  const Bytes head = co_await cards::read_file_of(card, sfi::sam_count, sam_head_bytes);
  co_return quota_in(head);
}

Bytes sam_refill_message(const SamQuota& more) {
  Bytes data(28);
  put_be64(data.data(), more.amount);
  put_be32(data.data() + 8, more.sales);
  put_be32(data.data() + 12, more.orders);
  std::ranges::copy(more.newest_day, data.begin() + 16);
  std::ranges::copy(more.last_day, data.begin() + 20);
  put_be32(data.data() + 24, more.refills);
  return sealed_message(refill_sam_ins, data);
}
iso7816::Command refill_sam(const SamQuota& more, ByteView mac) { return sealed_order(sam_refill_message(more), mac); }

bool is_of_the_office(const iso7816::Command& command) {
  constexpr std::uint8_t read_binary_ins = 0xB0;
  return command == cards::select(application_id) || command.ins == read_binary_ins || command.ins == refill_sam_ins;
}

Dialogue<SamQuota> give_sam_quota(CardCare care, SamQuota more) {
  const auto parameters = co_await expect_key_card(place::target, care.serial, KeyCardKind::load_sam);
  const SamQuota held = co_await read_sam_quota(place::target);
  more.refills = held.refills + 1;
  const Bytes mac = co_await to_vault(seal_for(Purpose::maintenance, care, parameters.own_version, sam_refill_message(more)));
  co_await send_order(refill_sam(more, mac));
  co_return co_await read_sam_quota(place::target);
}

Result<FieldTerms> in_field_terms(const seal::Authenticate& request) {
  const auto asked = [&](std::uint8_t asked_kind) {
    Asking asking{asked_kind, request.key};
    return asking.with(request.serial.bytes).with(request.challenge);
  };
  switch (request.key.purpose) {
    case Purpose::seller_authentication: return FieldTerms{.command = asked(kind::seller).seals(0x08)};
    case Purpose::meter_identity: return FieldTerms{.command = asked(kind::meter).seals(0x08)};
    case Purpose::card_authentication:
      if (request.claimed.size() == request.challenge.size())
        return FieldTerms{.command = asked(kind::card).with(request.claimed).compares(), .claimed = request.claimed};
      break;
    default: return seal::key_missing(request.key);
  }
  return no_word();
}

Result<FieldTerms> in_field_terms(const seal::LineMac& request, const Date4& today) {
  switch (request.key.purpose) {
    case Purpose::credit:
    case Purpose::return_data: return of_card(request, today);
    case Purpose::meter_parameter:
    case Purpose::meter_control: return of_line(request, today);
    case Purpose::maintenance: return of_purse_file(request, today);
    default: return seal::key_missing(request.key);
  }
}

Result<FieldTerms> in_field_terms(const seal::EncipheredCommand& request, const Date4& today) {
  const bool write = request.key.purpose == Purpose::meter_parameter, relay = request.key.purpose == Purpose::meter_control;
  if (!write && !relay) return seal::key_missing(request.key);
  constexpr std::array<std::uint8_t, 4> write_command{secured, update, 0x83, 0x00}, relay_command{secured, update, 0x88, 0x00};
  if (request.header != (write ? write_command : relay_command)) return no_word();
  Asking asking{write ? kind::line_parameter_enciphered : kind::line_relay_enciphered, request.key};
  asking.with(today).with(request.serial.bytes).with(request.challenge).with(request.named).with(request.data);
  return FieldTerms{.command = asking.seals(0x00)};
}

}  // namespace kwota::key_cards
