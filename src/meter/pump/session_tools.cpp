// A tool card on the pump (irrigation.md 9, 12): its file 01 is read with a MAC over the module's own random number, and the module says by the
// county's maintenance key, diversified by the card's serial, whether both are genuine. Five commands, two of the card; then the order is obeyed. Into
// a collect card goes the answer, row by row, its head last: what was broken off is no answer.
#include "meter/pump/session.h"

namespace kwota::meter {
namespace {

using pump::ToolAnswer;

constexpr std::uint8_t tool_application[] = {0xDF, 0x01};
constexpr std::uint8_t order_file = 0x01, answer_rows = 0x02 << 3 | 4, maintenance_usage = 0x21, whole_mac_with_start = 0x05, code_bytes = 4;
constexpr std::uint8_t collect_command = 0x23, key_versions_max = 15;
constexpr std::uint8_t row_bytes = pump::collect_row::size, sealed_row_bytes = row_bytes + code_bytes;

}  // namespace

/// None that holds money.
PumpSession::Step PumpSession::no_purse(std::uint16_t sw) { return sw == 0x6A82 ? Step::tool_select : no_card(sw); }

PumpSession::Step PumpSession::end_tool(ToolAnswer answer) {
  tool_answer_ = answer;
  pump_.note_tool(tool_, card_, answer);
  return end(answer == ToolAnswer::done ? PumpRefusal::none : PumpRefusal::tool_refused);
}

void PumpSession::ask_tool_select() {
  put_header(0x00, 0xA4, 0x00, 0x00, sizeof tool_application);
  put(tool_application);
}
/// It shows its serial, by which its key is made: who shows another one has another key.
PumpSession::Step PumpSession::take_tool_select(ByteView fci) {
  const auto serial = issuer_data(fci);
  if (!serial || serial->size() != card_.bytes.size()) return end(PumpRefusal::not_ours);
  for (std::size_t i = 0; i < card_.bytes.size(); ++i) card_.bytes[i] = (*serial)[i];
  return Step::tool_random;
}

void PumpSession::ask_tool_random() { put_header(0x00, 0x84, 0x00, 0x00, code_bytes); }
PumpSession::Step PumpSession::take_tool_random(ByteView answer) {
  for (std::size_t i = 0; i < answer.size(); ++i) random_[i] = answer[i];
  row_ = 1;
  return Step::tool_key;
}

void PumpSession::ask_tool_key() {
  put_header(0x80, 0x1A, maintenance_usage, row_, static_cast<std::uint8_t>(card_.bytes.size()));
  put(card_.bytes);
}
PumpSession::Step PumpSession::take_tool_key(ByteView) { return usage_rows_ == 0 ? Step::tool_read : Step::tool_mac; }
/// Silent, or without that key: the module is not one for tool cards.
PumpSession::Step PumpSession::no_tool_key(std::uint16_t sw) {
  if (sw != 0) return other_version();
  pump_.module_silent();
  return end(PumpRefusal::module_dead);
}
/// The card does not say under which version of the county's key its order was sealed: each that the module has is tried. Until the answer's rows are
/// counted, `row_` is the version, and `usage_rows_` that one was there.
PumpSession::Step PumpSession::other_version() {
  if (row_++ < key_versions_max) return Step::tool_key;
  return usage_rows_ == 0 ? end(PumpRefusal::module_dead) : end_tool(ToolAnswer::forged);
}

void PumpSession::ask_tool_read() {
  put_header(0x04, 0xB0, 0x80 | order_file, 0x00, code_bytes);
  put(ByteView{random_}.first(code_bytes));
  put(tool_bytes);
}
PumpSession::Step PumpSession::take_tool_read(ByteView answer) {
  for (std::size_t i = 0; i < tool_bytes; ++i) buffer_[tool_at + i] = answer[i];
  for (std::size_t i = 0; i < code_bytes; ++i) proof_[i] = answer[tool_bytes + i];
  return Step::tool_mac;
}

/// Eight bytes in which a MAC begins.
void PumpSession::put_start() {
  put(ByteView{random_}.first(code_bytes));
  put_number(0, code_bytes);
}
void PumpSession::ask_tool_mac() {
  put_header(0x80, 0xFA, whole_mac_with_start, 0x00, 0xFF);
  put_start();
  length_ += tool_bytes;
}
PumpSession::Step PumpSession::take_tool_mac(ByteView answer) {
  pump::Proof code{};
  for (std::size_t i = 0; i < code.size(); ++i) code[i] = answer[i];
  usage_rows_ = 1;
  if (code != proof_) return other_version();
  const auto tool = pump::open_tool_frame(ByteView{buffer_}.subspan(tool_at));
  if (!tool) return end_tool(ToolAnswer::not_known);
  tool_ = *tool;
  const ToolAnswer answered = pump_.obey(tool_, card_);
  return answered == ToolAnswer::done && tool_.command == collect_command ? Step::answer_look : end_tool(answered);
}

// ---- the answer of a collect card

void PumpSession::ask_answer_look() { put_header(0x00, 0xB2, pump::collect_row::head, answer_rows, row_bytes); }
/// What another well has written comes home first.
PumpSession::Step PumpSession::take_answer_look(ByteView head) {
  for (const std::uint8_t byte : head)
    if (byte != 0) return end_tool(ToolAnswer::answer_full);
  usage_rows_ = pump_.to_collect();
  row_ = usage_rows_ == 0 ? pump::collect_row::first_parameters : 1;
  return Step::answer_random;
}
PumpSession::Step PumpSession::no_answer(std::uint16_t) { return end_tool(ToolAnswer::torn); }

void PumpSession::ask_answer_random() { put_header(0x00, 0x84, 0x00, 0x00, code_bytes); }
PumpSession::Step PumpSession::take_answer_random(ByteView answer) {
  for (std::size_t i = 0; i < answer.size(); ++i) random_[i] = answer[i];
  return Step::answer_mac;
}

void PumpSession::put_row() {
  put_header(0x04, 0xDC, row_, answer_rows, sealed_row_bytes);
  put(pump_.collected(row_, usage_rows_, tool_));
}
void PumpSession::ask_answer_mac() {
  put_header(0x80, 0xFA, whole_mac_with_start, 0x00, 8 + 5 + row_bytes);
  put_start();
  put_row();
}
PumpSession::Step PumpSession::take_answer_mac(ByteView answer) {
  for (std::size_t i = 0; i < code_bytes; ++i) proof_[i] = answer[i];
  return Step::answer_write;
}

void PumpSession::ask_answer_write() {
  put_row();
  put(proof_);
}
PumpSession::Step PumpSession::take_answer_write(ByteView) {
  if (row_ == pump::collect_row::head) return end_tool(ToolAnswer::done);
  row_ = row_ == usage_rows_ ? pump::collect_row::first_parameters : static_cast<std::uint8_t>(row_ + 1);
  return Step::answer_random;
}

}  // namespace kwota::meter
