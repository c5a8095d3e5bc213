#include "reader_library/structures.h"

namespace kwota::reader {

#define KW_END(structure, member) static_cast<std::uint16_t>(offsetof(structure, member) + sizeof(structure::member))

template <>
std::span<const std::uint16_t> ends_of<kw_trade>() {
  static constexpr std::array ends{KW_END(kw_trade, cb),       KW_END(kw_trade, tt),  KW_END(kw_trade, seq),      KW_END(kw_trade, bal_before), KW_END(kw_trade, bal_after), KW_END(kw_trade, amount),
                                   KW_END(kw_trade, term_seq), KW_END(kw_trade, tid), KW_END(kw_trade, datetime), KW_END(kw_trade, mac),        KW_END(kw_trade, tac)};
  return ends;
}
template <>
std::span<const std::uint16_t> ends_of<kw_status>() {
  static constexpr std::array ends{KW_END(kw_status, cb),      KW_END(kw_status, family),     KW_END(kw_status, grey),        KW_END(kw_status, blocked), KW_END(kw_status, pin_tries),
                                   KW_END(kw_status, expired), KW_END(kw_status, online_seq), KW_END(kw_status, offline_seq), KW_END(kw_status, balance), KW_END(kw_status, asn)};
  return ends;
}
template <>
std::span<const std::uint16_t> ends_of<kw_record>() {
  static constexpr std::array ends{KW_END(kw_record, cb), KW_END(kw_record, seq), KW_END(kw_record, overdraft), KW_END(kw_record, amount),
                                   KW_END(kw_record, tt), KW_END(kw_record, tid), KW_END(kw_record, datetime)};
  return ends;
}
template <>
std::span<const std::uint16_t> ends_of<kw_lockproof>() {
  static constexpr std::array ends{KW_END(kw_lockproof, cb),  KW_END(kw_lockproof, state), KW_END(kw_lockproof, tt),       KW_END(kw_lockproof, purse), KW_END(kw_lockproof, balance),
                                   KW_END(kw_lockproof, seq), KW_END(kw_lockproof, tid),   KW_END(kw_lockproof, datetime), KW_END(kw_lockproof, x),     KW_END(kw_lockproof, y)};
  return ends;
}
template <>
std::span<const std::uint16_t> ends_of<kw_cardinfo>() {
  static constexpr std::array ends{KW_END(kw_cardinfo, cb),     KW_END(kw_cardinfo, app_type),   KW_END(kw_cardinfo, app_version), KW_END(kw_cardinfo, card_type), KW_END(kw_cardinfo, areas), KW_END(kw_cardinfo, asn),
                                   KW_END(kw_cardinfo, issuer), KW_END(kw_cardinfo, valid_from), KW_END(kw_cardinfo, valid_to),    KW_END(kw_cardinfo, holder),    KW_END(kw_cardinfo, id_no), KW_END(kw_cardinfo, area)};
  return ends;
}

#undef KW_END

}  // namespace kwota::reader
